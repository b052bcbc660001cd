import type { Alignment, Link } from './align.ts'
import { letterBits, type Name, type NameWord } from './read-name.ts'

/** What two names say for and against being one; every part grows or shrinks smoothly, so that scores do not tie. */
export const evidenceNames = [
  'agreed', 'lost', 'worst', 'extra', 'bodyExtra', 'turned', 'parentage', 'initials', 'numbers',
  'legal', 'single', 'firstLetter', 'written',
] as const // prettier-ignore

export type EvidenceName = (typeof evidenceNames)[number]

/**
 * Weights set by reason, not by cases: more and rarer letters that agree say more, an initial says less than a name,
 * one word less than two, and of two equal readings the one written alike is likelier. Labelled cases hold too few
 * equal names of different strength to teach them; without them equal names would all tie.
 */
export const reasoned: Readonly<Partial<Record<EvidenceName, number>>> = {
  agreed: 0.35,
  initials: -1,
  single: -0.4,
  written: -0.8,
}

export type Evidence = Record<EvidenceName, number>

const total = (words: readonly NameWord[]): number => words.reduce((sum, { weight }) => sum + weight, 0)
const isName = ({ kind }: NameWord): boolean => kind === 'name' || kind === 'common' || kind === 'initial'

const parents = new Set(['bin', 'ben', 'ibn', 'bint', 'ould'])

/** Reads the evidence off an alignment. Symmetric in the two names. */
export function evidenceOf(one: Name, two: Name, { links, onlyA, onlyB }: Alignment): Evidence {
  const body = one.bearer === 'body' ? 1 : 0
  const named = links.filter(({ a, b }) => a.some(isName) && b.some(isName))
  const all = (total(one.words) + total(two.words)) / 2 + 1e-9
  const shorter = Math.min(total(one.words), total(two.words)) + 1e-9
  // Another script loses sounds of its own; an initial is not a different name, only less of one.
  const ease = one.script === two.script ? 1 : 0.6
  const lossOf = ({ value, way }: Link): number =>
    (1 - value) * (way === 'initial' || way === 'acronym' ? 0.4 : ease)
  const weightOf = ({ a, b }: Link): number => (total(a) + total(b)) / 2
  const worstLink = named.reduce<Link | undefined>(
    (found, link) => (found === undefined || lossOf(link) > lossOf(found) ? link : found),
    undefined,
  )
  const worst = worstLink === undefined ? 0 : lossOf(worstLink)
  const agreed = links.reduce(
    (sum, link) => sum + (link.way === 'conflict' ? 0 : weightOf(link) * link.value),
    0,
  )
  const extra = total([...onlyA, ...onlyB].filter((word) => isName(word) || word.kind === 'number'))
  const ordered = named.filter(({ way }) => way !== 'conflict').sort((p, q) => p.atA - q.atA)
  const turned = ordered.filter((link, k) => k > 0 && link.atB < ordered[k - 1]!.atB).length
  const initials = links.filter(({ way }) => way === 'initial' || way === 'acronym').length
  return {
    agreed: Math.log2(1 + agreed) - 4,
    lost: named.reduce((sum, link) => sum + lossOf(link) * weightOf(link), 0) / shorter,
    worst,
    extra: extra / all,
    bodyExtra: (body * extra) / all,
    turned: turned / Math.max(1, ordered.length),
    parentage: parentageTurned(one, two, ordered) ? 1 : 0,
    initials: initials / Math.max(1, links.length),
    numbers: (onlyNumbers(onlyA) + onlyNumbers(onlyB)) / 2,
    legal: legalClash(one, two) ? 1 : 0,
    single: Math.min(one.words.length, two.words.length) === 1 ? 1 : 0,
    firstLetter: worstLink !== undefined && worstLink.a[0]!.text[0] !== worstLink.b[0]!.text[0] ? worst : 0,
    written: writtenDistance(one.written, two.written),
  }
}

/** How differently the two are written, signs and all, whatever their order: bits of what they do not share. */
function writtenDistance(a: string, b: string): number {
  const counts = new Map<string, number>()
  for (const sign of a) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  for (const sign of b) counts.set(sign, (counts.get(sign) ?? 0) - 1)
  let differ = 0
  for (const [sign, count] of counts) differ += Math.abs(count) * (letterBits[sign.toLowerCase()] ?? 3)
  return differ / (4.3 * Math.max(1, a.length + b.length))
}

const onlyNumbers = (words: readonly NameWord[]): number =>
  words.filter(({ kind }) => kind === 'number').length

/** 'A son of B' against 'B son of A': the same words, father and son changed places. */
function parentageTurned(one: Name, two: Name, links: readonly Link[]): boolean {
  const sonA = one.words.findIndex(({ text }) => parents.has(text))
  const sonB = two.words.findIndex(({ text }) => parents.has(text))
  if (sonA <= 0 || sonB <= 0) return false
  return links.some((p) => p.atA < sonA && p.atB > sonB) && links.some((p) => p.atA > sonA && p.atB < sonB)
}

/** Both say what kind of body they are, and no kind is common to them. */
function legalClash(one: Name, two: Name): boolean {
  const kindsOf = ({ words }: Name): (string | undefined)[] =>
    words.filter(({ kind }) => kind === 'legal').map(({ stands }) => stands)
  const a = kindsOf(one)
  const b = kindsOf(two)
  return a.length > 0 && b.length > 0 && !a.some((kind) => b.includes(kind))
}
