import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { BadInput } from '#platform/errors'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { lawDifferences, type LawDifference } from './differences.ts'
import { catalogueFromText } from './kept-catalogue.ts'
import {
  ask,
  engineVersion,
  firstDifference,
  Question,
  turned,
  type LawAnswer,
  type Turned,
} from './question.ts'

/** An answer kept in a file: with the catalogue of its hash it can be computed again anywhere. */
const KeptFile = z.strictObject({
  engine: z.string(),
  catalogueHash: z.string().regex(/^[0-9a-f]{64}$/),
  question: Question,
  answer: z.looseObject({}),
})

/** Writes question and answer beside each other. */
export function writeKept(file: string, question: Question, answer: LawAnswer): void {
  const kept = { engine: engineVersion, catalogueHash: answer.catalogueHash, question, answer }
  writeFileSync(file, `${JSON.stringify(kept)}\n`)
}

export type FileVerified = {
  same: boolean
  differsAt: string | null
  engine: { asked: string; now: string }
  catalogueHash: string
  /** Absent when the answer was computed from the catalogue of today: then nothing can have changed. */
  now: { catalogueHash: string; law: LawDifference[]; turned: Turned[] } | null
}

/**
 * Computes a kept file again. `given`: the catalogue it was asked of, as `law catalogue` printed it, where that is not
 * the current one. Throws `BadInput` when the file is no kept answer or the catalogue is another.
 */
export function verifyKept(file: string, current: Catalogue, given: string | undefined): FileVerified {
  const kept = readKept(file)
  const catalogue = given === undefined ? current : readCatalogue(given)
  if (catalogue.hash !== kept.catalogueHash) {
    throw new BadInput(
      `${given ?? 'the catalogue in use'}: found hash ${catalogue.hash.slice(0, 12)}…, expected ${kept.catalogueHash.slice(0, 12)}…, of which ${file} was asked; give that catalogue with --catalogue`,
    )
  }
  const [text, again] = [JSON.stringify(kept.answer), ask(catalogue, kept.question)]
  const same = JSON.stringify(again) === text
  const answer = kept.answer as unknown as LawAnswer
  return {
    same,
    differsAt: same ? null : (firstDifference(answer, JSON.parse(JSON.stringify(again))) ?? '/'),
    engine: { asked: kept.engine, now: engineVersion },
    catalogueHash: kept.catalogueHash,
    now:
      current.hash === kept.catalogueHash
        ? null
        : {
            catalogueHash: current.hash,
            law: lawDifferences(catalogue, current, kept.question.jurisdiction, { on: answer.on }),
            turned: turned(answer, ask(current, kept.question)),
          },
  }
}

function readKept(file: string): z.infer<typeof KeptFile> {
  const parsed = KeptFile.safeParse(parseJson(file))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new BadInput(`${file}: ${issue!.path.join('.')}: ${issue!.message}; expected a file of law … --keep`)
}

function readCatalogue(file: string): Catalogue {
  const value = z.looseObject({ hash: z.string() }).safeParse(parseJson(file))
  if (!value.success) throw new BadInput(`${file}: expected a catalogue as law catalogue --json prints it`)
  const { hash, ...content } = value.data
  return catalogueFromText(hash, JSON.stringify(content))
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const why = error instanceof SyntaxError ? 'not JSON' : 'cannot be read'
    throw new BadInput(`${file}: ${why}`)
  }
}
