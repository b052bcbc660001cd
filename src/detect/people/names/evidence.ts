import type { Alignment, Link } from './align.ts'
import type { Name, NameWord } from './read-name.ts'

/** What two names say for and against being one; every part grows or shrinks smoothly, so that scores do not tie. */
export const evidenceNames = [
  'agreed', 'lost', 'worst', 'worstDeep', 'second', 'conflicts', 'extra', 'extraMost', 'bodyExtra', 'bodyConflict',
  'turned', 'initials', 'numbers', 'legal', 'foreign', 'single', 'forms', 'shortConflict', 'bodyWorst', 'firstLetter',
] as const // prettier-ignore

export type Evidence = Record<(typeof evidenceNames)[number], number>

const total = (words: readonly NameWord[]): number => words.reduce((sum, { weight }) => sum + weight, 0)
const isName = ({ kind }: NameWord): boolean => kind === 'name' || kind === 'common' || kind === 'initial'

/** Reads the evidence off an alignment. Symmetric in the two names. */
export function evidenceOf(one: Name, two: Name, { links, onlyA, onlyB }: Alignment): Evidence {
  const body = one.bearer === 'body' ? 1 : 0
  const weightOf = ({ a, b }: Link): number => (total(a) + total(b)) / 2
  const named = links.filter(({ a, b }) => a.some(isName) && b.some(isName))
  const all = (total(one.words) + total(two.words)) / 2 + 1e-9
  const shorter = Math.min(total(one.words), total(two.words)) + 1e-9
  const losses = named
    .map((link) => (1 - link.value) * (link.way === 'initial' ? 0.4 : 1))
    .sort((a, b) => b - a)
  const worst = losses[0] ?? 0
  const agreed = links.reduce((sum, link) => sum + (link.way === 'conflict' ? 0 : weightOf(link) * link.value), 0)
  const conflicts = links.filter(({ way }) => way === 'conflict')
  const extras = [...onlyA, ...onlyB].filter((word) => isName(word) || word.kind === 'number')
  const extra = total(extras)
  const most = extras.reduce((sum, { weight }) => Math.max(sum, weight), 0)
  const ordered = named.filter(({ way }) => way !== 'conflict').sort((p, q) => p.atA - q.atA)
  const turned = ordered.filter((link, k) => k > 0 && link.atB < ordered[k - 1]!.atB).length
  const legal = links.find(({ a, b }) => a[0]!.kind === 'legal' && b[0]!.kind === 'legal')
  const oneLegal = one.words.filter(({ kind }) => kind === 'legal').map(({ stands }) => stands)
  const twoLegal = two.words.filter(({ kind }) => kind === 'legal').map(({ stands }) => stands)
  const legalClash =
    oneLegal.length > 0 && twoLegal.length > 0 && legal === undefined && !oneLegal.some((kind) => twoLegal.includes(kind))
  const worstLink = named.find((link) => 1 - link.value === worst)
  return {
    agreed: Math.log2(1 + agreed) - 4,
    lost: named.reduce((sum, link) => sum + (1 - link.value) * weightOf(link), 0) / shorter,
    worst,
    worstDeep: Math.max(0, worst - 0.35),
    second: losses[1] ?? 0,
    conflicts: conflicts.reduce((sum, link) => sum + weightOf(link), 0) / all,
    extra: extra / all,
    extraMost: most / (shorter + most),
    bodyExtra: (body * extra) / all,
    bodyConflict: (body * conflicts.reduce((sum, link) => sum + weightOf(link), 0)) / all,
    turned: turned / Math.max(1, ordered.length),
    initials: links.filter(({ way }) => way === 'initial' || way === 'acronym').length / Math.max(1, links.length),
    numbers: links.filter(({ way, value }) => way === 'number' && value < 1).length + (onlyNumbers(onlyA) + onlyNumbers(onlyB)) / 2,
    legal: legalClash ? 1 : 0,
    foreign: one.script === two.script ? 0 : 1,
    single: Math.min(one.words.length, two.words.length) === 1 ? 1 : 0,
    forms: links.some(({ way }) => way === 'form') && !body ? 1 : 0,
    shortConflict: Math.max(0, ...named.map((link) => (1 - link.value) / Math.max(2, Math.min(...[link.a, link.b].map((side) => side.reduce((n, { text }) => n + text.length, 0)))))),
    bodyWorst: body * worst,
    firstLetter: worstLink !== undefined && worst > 0 && worstLink.a[0]!.text[0] !== worstLink.b[0]!.text[0] ? worst : 0,
  }
}

const onlyNumbers = (words: readonly NameWord[]): number => words.filter(({ kind }) => kind === 'number').length
