import { readObservation } from './read-observation.ts'
import { RowsIn } from './rows-in.ts'
import { RowsOut } from './rows-out.ts'

/** Lines of `detect_signature` for rows of observations (`RowsIn`). */
export function readRows(rows: Uint8Array, firstNumber: number): Buffer {
  const given = new RowsIn(Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength))
  const made = new RowsOut(rows.length)
  let number = firstNumber
  for (let observation = given.next(); observation !== undefined; observation = given.next())
    made.add(readObservation(observation), number++)
  return made.done()
}
