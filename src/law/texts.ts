import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadInput } from '#platform/errors'
import type { Catalogue } from './catalogue/catalogue.ts'

/** SHA-256 of a text as `textHash` holds it: UTF-8, NFC, every run of white space one space, none at the ends. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text.normalize('NFC').replace(/\s+/g, ' ').trim()).digest('hex')
}

export type TextsCheck = {
  /** Provisions read in a text, with and without the hash of it. */
  withHash: number
  withoutHash: number
  /** Of those with a hash: found among the texts given; null where none were given. */
  found: number | null
  /** A text that is not there, or is no longer what it was: read the provision again. */
  notFound: string[]
}

/** Compares the hashes in the catalogue with texts in a folder, one text a file. Throws `BadInput` for no folder. */
export function checkTexts(catalogue: Catalogue, folder: string | undefined): TextsCheck {
  const read = catalogue.jurisdictions
    .filter((one) => !one.invented)
    .flatMap((one) => one.provisions)
    .filter((one) => one.confidence !== 'draft' && one.withdrawn === undefined)
  const hashed = read.filter((one) => one.textHash !== undefined)
  const counts = { withHash: hashed.length, withoutHash: read.length - hashed.length }
  if (folder === undefined) return { ...counts, found: null, notFound: [] }
  let names: string[]
  try {
    names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    throw new BadInput(`--texts: found ${folder}, expected a folder of texts`)
  }
  const hashes = new Set(names.map((name) => hashOfText(readFileSync(name, 'utf8'))))
  const notFound = hashed.filter((one) => !hashes.has(one.textHash!)).map((one) => `${one.id} (${one.from})`)
  return { ...counts, found: hashed.length - notFound.length, notFound }
}
