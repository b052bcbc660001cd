import { createRequire } from 'node:module'
import type { Counter } from './counter-evidence.ts'
import type { Finding } from './evidence.ts'

/** Why a pattern is shown, or what speaks against it: a key of the `detect` words with its values, and plain English. */
export type Reason = { key: string; values: Record<string, number | string>; text: string }

const words = createRequire(import.meta.url)('../../../locales/detect/en.json') as Record<string, string>

/** The reason a finding is, with the share of others who show as much (`Finding.p`): two figures, never 0. */
export function reasonOf(finding: Finding): Reason {
  return reason(`evidence.${finding.kind}${variant(finding)}`, { ...finding.figures, p: shortP(finding.p) })
}

/** The same finding in other words, by what there is to tell. */
function variant({ kind, figures, strength }: Finding): string {
  if (kind === 'words-of-control') return strength === 0 ? '.none' : ''
  if (kind !== 'recruits-elsewhere' || figures['promised'] === undefined) return ''
  return figures['first'] === undefined ? '.named' : '.promised'
}

export function counterOf(counter: Counter): Reason {
  return reason(`counter.${counter.kind}`, counter.figures)
}

export function shortP(p: number): string {
  return p < 0.0001 ? p.toExponential(0) : String(Number(p.toPrecision(2)))
}

export function reason(key: string, values: Record<string, number | string>): Reason {
  const fill = (written: string): string =>
    written.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
  // One pass: a word of the same list within the sentence, as i18next nests them, or a value; what a value says is not read.
  const text = words[key]!.replace(/\$t\(([\w.{}-]+)\)|\{\{\w+\}\}/g, (found, nested: string | undefined) =>
    nested === undefined ? fill(found) : (words[fill(nested)] ?? fill(nested)),
  )
  return { key, values, text }
}
