import { AsyliaError } from '#platform/errors'

/** A file without what it tells beside its content, and what was taken out of it. */
export type Cleaned = { kind: string; ending: string; bytes: Buffer; removed: string[] }

/** Not what it says it is, or broken off. */
export function damagedFile(): AsyliaError {
  return new AsyliaError('intake.file.refused', 'the file is damaged, or not what it says it is')
}
