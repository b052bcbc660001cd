import { constants } from 'node:fs'
import { access, type FileHandle, mkdir, open, rename, stat, truncate, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { csvLine } from '../reading/csv-fields.ts'
import type { Mistake } from '../mapping/row-reader.ts'

/** What a rejects file has beside the original columns. `_raw` holds what could not be put into columns. */
export const rejectColumns = ['_row', '_field', '_found', '_expected', '_raw'] as const

/** The columns a bad row adds to its own. */
export function rejectCells(row: number, mistakes: readonly Mistake[], raw = ''): string[] {
  const joined = (of: (mistake: Mistake) => string) => mistakes.map(of).join('; ')
  return [String(row), joined((m) => m.field), joined((m) => m.found), joined((m) => m.expected), raw]
}

/**
 * The file of rows that were not taken, beside the input or, where that folder cannot be written, in `otherFolder`. It
 * is made at the first bad row; what a killed import wrote past its last acknowledgement is cut off first.
 */
export class RejectsFile {
  readonly #path: string
  readonly #header: string
  #bytes: number
  #file: FileHandle | undefined

  private constructor(path: string, header: string, bytes: number) {
    this.#path = path
    this.#header = header
    this.#bytes = bytes
  }

  /** `before`: where the run that is taken up again had its rejects, and how much of that was acknowledged. */
  static async open(
    input: string,
    reads: 'csv' | 'jsonl',
    header: readonly string[],
    delimiter: string,
    otherFolder: string,
    before: { path: string | null; bytes: number },
  ): Promise<RejectsFile> {
    const head =
      reads === 'csv'
        ? csvLine([...header.filter((name) => !isRejectColumn(name)), ...rejectColumns], delimiter)
        : ''
    if (before.path !== null) {
      const size = await stat(before.path).then(
        ({ size: bytes }) => bytes,
        () => 0,
      )
      if (size >= before.bytes) await truncate(before.path, before.bytes).catch(() => undefined)
      return new RejectsFile(before.path, head, Math.min(size, before.bytes))
    }
    const name = `${basename(input)}.rejects.${reads}`
    const beside = await access(dirname(input), constants.W_OK).then(
      () => true,
      () => false,
    )
    if (!beside) await mkdir(otherFolder, { recursive: true, mode: 0o700 })
    const path = join(beside ? dirname(input) : otherFolder, name)
    // Rejects of an earlier import may be half mended: they are kept under another name, never overwritten.
    await rename(path, `${path}.bak`).catch(() => undefined)
    return new RejectsFile(path, head, 0)
  }

  get path(): string {
    return this.#path
  }

  /** Writes lines and brings them to disk; answers the file's length, which the acknowledgement remembers. */
  async append(lines: string): Promise<number> {
    if (lines === '') return this.#bytes
    this.#file ??= await open(this.#path, this.#bytes === 0 ? 'w' : 'a', 0o600)
    const bytes = Buffer.from(this.#bytes === 0 ? this.#header + lines : lines)
    await this.#file.appendFile(bytes)
    await this.#file.datasync()
    this.#bytes += bytes.length
    return this.#bytes
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
    if (this.#bytes === 0) await unlink(this.#path).catch(() => undefined)
  }
}

export const isRejectColumn = (name: string) => (rejectColumns as readonly string[]).includes(name)
