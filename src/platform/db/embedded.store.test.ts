import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { accessTable } from '#model'
import { systemActor } from '#platform/access'
import { testFolder } from '#test/stores'
import { openDatabase } from './open.ts'

const system = systemActor('test')
const open = (dataFolder: string) => openDatabase({ dataFolder, databaseUrl: undefined }, accessTable)

/** A second process that opens the folder, writes rows until it is killed, and prints each it was told is kept. */
const WRITER = `
  import { accessTable } from '#model'
  import { systemActor } from '#platform/access'
  import { openDatabase } from '#platform/db'
  import { sql } from 'kysely'
  const database = await openDatabase({ dataFolder: process.argv[1], databaseUrl: undefined }, accessTable)
  for (let i = 0; ; i++) {
    const handler = process.pid + '-' + i
    await database.as(systemActor('test'), (trx) => sql\`insert into jobs_done (handler, event_id) values (\${handler}, gen_random_uuid())\`.execute(trx))
    process.stdout.write(handler + '\\n')
  }`

function startWriter(folder: string) {
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', WRITER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: new URL('../../..', import.meta.url),
  })
}

describe('the embedded records', () => {
  it('lose no row that was acknowledged when their process is killed, and open again by themselves', async () => {
    const folder = testFolder()
    const acknowledged: string[] = []
    for (let round = 0; round < 3; round++) {
      const writer = startWriter(folder)
      let text = ''
      writer.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
      while (text.split('\n').length < 30) await new Promise((resolve) => setTimeout(resolve, 20))
      writer.kill('SIGKILL')
      await once(writer, 'exit')
      acknowledged.push(...text.split('\n').slice(0, -1))
    }
    const database = await open(folder)
    const { rows } = await database.as(system, (trx) =>
      sql<{ handler: string }>`select handler from jobs_done`.execute(trx),
    )
    await database.close()
    const kept = new Set(rows.map(({ handler }) => handler))
    expect(acknowledged.length).toBeGreaterThan(80)
    expect(acknowledged.filter((handler) => !kept.has(handler))).toEqual([])
  })

  it('refuse a second process at once, naming the one that holds them', async () => {
    const folder = testFolder()
    const database = await open(folder)
    const started = Date.now()
    await expect(open(folder)).rejects.toMatchObject({
      code: 'platform.folder-held',
      details: { pid: process.pid },
    })
    expect(Date.now() - started).toBeLessThan(1_000)
    await database.close()
    await (await open(folder)).close()
  })
})
