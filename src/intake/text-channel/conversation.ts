import { randomUUID } from 'node:crypto'
import type { Translate } from '#platform/i18n'
import { Report } from '../report/report.ts'
import { newReturnCode, readReturnCode, spellReturnCode } from '../return-code/return-code.ts'
import { type MenuPage, menuPages, MORE, SKIP } from './menu.ts'
import { forShortMessage } from './message-length.ts'
import type { TextSession } from './session.store.ts'
import { keyOf, nextStep, type Step, STEPS, taken } from './steps.ts'

/** What the talk needs to know of the place it goes to. */
export type Setting = {
  /** Each language by its own name, and its words. */
  languages: readonly { id: string; name: string; words: Translate }[]
  organisation: string
  /** The number to call in danger. */
  emergency: string
}

export type Turn = {
  session: TextSession
  reply: string
  /** The talk is over: nothing of it is kept. */
  ends: boolean
  /** The report is complete and must be filed before the reply leaves. */
  file: boolean
}

export function newSession(): TextSession {
  return {
    reportId: randomUUID(),
    code: newReturnCode(),
    language: null,
    phase: 'language',
    at: 0,
    page: 0,
    report: Report.parse({}),
    last: null,
  }
}

/** Everywhere understood, whatever the language of the talk. */
const STOP = new Set(['stop', 'arret', 'arrêt', 'alto', 'parar', 'قف', 'توقف'])

/** What a message is answered. `text` empty, or the first of all: the current question is asked. */
export function answerMessage(session: TextSession, text: string, setting: Setting): Turn {
  const said = westernDigits(text.normalize('NFKC').trim())
  if (STOP.has(said.toLowerCase())) {
    // Once it was sent, stopping takes nothing back.
    const key = session.phase === 'code' ? 'withoutCode' : 'stopped'
    return { ...told(session, wordsOf(session, setting)(key)), ends: true }
  }
  const page = shown(session, setting)
  if (said === '') return told(session, page.text)
  if (said === MORE && page.hasMore) return ask({ ...session, page: session.page + 1 }, setting)
  return PHASES[session.phase](session, said, page, setting)
}

type Phase = (session: TextSession, said: string, page: MenuPage, setting: Setting) => Turn

const PHASES: Readonly<Record<TextSession['phase'], Phase>> = {
  language(session, said, page, setting) {
    const chosen = page.choices.find(({ digit }) => digit === said)
    if (!chosen) return ask(session, setting)
    return ask({ ...session, language: chosen.value, phase: 'privacy', page: 0 }, setting)
  },
  privacy: (session, said, _, setting) =>
    ask(said === '1' ? { ...session, phase: 'readers' } : session, setting),
  readers: (session, said, _, setting) =>
    said === '1'
      ? ask({ ...session, phase: 'asking', at: nextStep(0, session.report), page: 0 }, setting)
      : ask(session, setting),
  danger: (session, said, _, setting) =>
    said === '1' ? onward(session, session.report, setting) : ask(session, setting),
  asking: takeAnswerOf,
  confirm(session, said, _, setting) {
    const t = wordsOf(session, setting)
    if (said === '2') return { ...told(session, t('stopped')), ends: true }
    if (said !== '1') return ask(session, setting)
    return { ...ask({ ...session, phase: 'code' }, setting), file: true }
  },
  code(session, said, _, setting) {
    const t = wordsOf(session, setting)
    if (said === SKIP) return { ...told(session, t('withoutCode')), ends: true }
    const read = readReturnCode(said)
    if (read.ok && read.canonical === session.code) return { ...told(session, t('codeRight')), ends: true }
    if (!read.ok && read.problem === 'word') return told(session, t('codeWord', { position: read.position }))
    return told(session, t('codeWrong'))
  },
}

function takeAnswerOf(session: TextSession, said: string, page: MenuPage, setting: Setting): Turn {
  const step = STEPS[session.at]!
  if (said === SKIP) return skipped(session, step, page, setting)
  if (step.part.ask === 'text') return typed(session, step, said, setting)
  const digits = said.replaceAll(/[\s,.;]/g, '').split('')
  const chosen = page.choices.filter(({ digit }) => digits.includes(digit)).map(({ value }) => value)
  const isRead = digits.length > 0 && digits.every((digit) => page.choices.some((one) => one.digit === digit))
  if (!isRead || (step.part.ask !== 'ticks' && digits.length > 1)) return misread(session, setting)
  const report = taken(session.report, step, chosen)
  if (step.part.ask === 'ticks' && page.hasMore)
    return ask({ ...session, report, page: session.page + 1 }, setting)
  if (step.part.into === 'safe' && chosen.includes('no'))
    return ask({ ...session, report, phase: 'danger', page: 0 }, setting)
  return onward(session, report, setting)
}

/** A long story may come in several messages: it goes on until '1'. */
function typed(session: TextSession, step: Step, said: string, setting: Setting): Turn {
  if (step.part.ask !== 'text' || step.part.lines === 'one')
    return onward(session, taken(session.report, step, [said]), setting)
  if (said === '1') return onward(session, session.report, setting)
  const report = taken(session.report, step, [said])
  return told({ ...session, report }, wordsOf(session, setting)('storyMore'))
}

function skipped(session: TextSession, step: Step, page: MenuPage, setting: Setting): Turn {
  if (step.part.ask === 'ticks' && page.hasMore) return ask({ ...session, page: session.page + 1 }, setting)
  return onward(session, session.report, setting)
}

function onward(session: TextSession, report: Report, setting: Setting): Turn {
  const at = nextStep(session.at + 1, report)
  const phase = at < STEPS.length ? ('asking' as const) : ('confirm' as const)
  return ask({ ...session, report, at, phase, page: 0 }, setting)
}

/** What was sent is no answer to this question: it is asked again, with a word of why where there is room. */
function misread(session: TextSession, setting: Setting): Turn {
  return told(session, shown(session, setting).text)
}

function ask(session: TextSession, setting: Setting): Turn {
  return told(session, shown(session, setting).text)
}

const told = (session: TextSession, reply: string): Turn => ({
  session,
  reply: forShortMessage(reply),
  ends: false,
  file: false,
})

/** The page of the question that is asked now. */
export function shown(session: TextSession, setting: Setting): MenuPage {
  const t = wordsOf(session, setting)
  const one = (text: string): MenuPage => ({ text: forShortMessage(text), choices: [], hasMore: false })
  switch (session.phase) {
    case 'language':
      return pageAt(languagePages(setting), session.page)
    case 'privacy':
      return one(t('privacy'))
    case 'readers':
      return one(t('readers', { organisation: setting.organisation.slice(0, 24) }))
    case 'danger':
      return one(t('danger', { number: setting.emergency }))
    case 'confirm':
      return one(t('confirm'))
    case 'code':
      return one(t('code', { code: spellReturnCode(session.code, session.language ?? 'en') }))
    case 'asking':
      return pageAt(stepPages(STEPS[session.at]!, t), session.page)
  }
}

export function languagePages({ languages }: Setting): MenuPage[] {
  const choices = languages.map(({ id, name }) => ({ value: id, words: name }))
  return menuPages('', choices, { more: '...', skip: null })
}

/** The messages of one step, each of one message's length. */
export function stepPages(step: Step, t: Translate): MenuPage[] {
  const { part, question } = step
  const prompt = t(`prompt.${keyOf(step)}`)
  const words = { more: t('more'), skip: t('skip') }
  if (part.ask === 'text') return menuPages(prompt, [], words)
  const option = (value: string) => ({ value, words: t(`option.${question.id}.${value}`) })
  if (part.ask === 'consents') {
    const yesNo = ['yes', 'no'].map((value) => ({ value, words: t(`option.${value}`) }))
    return menuPages(prompt, yesNo, { ...words, skip: null })
  }
  const unsaid =
    part.ask === 'choice' ? part.unsaid.map((value) => ({ value, words: t(`option.${value}`) })) : []
  return menuPages(prompt, [...part.options.map(option), ...unsaid], words)
}

const pageAt = (pages: readonly MenuPage[], at: number): MenuPage => pages[Math.min(at, pages.length - 1)]!

function wordsOf({ language }: TextSession, { languages }: Setting): Translate {
  return (languages.find(({ id }) => id === language) ?? languages[0]!).words
}

/** Digits of other scripts as 0-9: phones in Arabic write them. */
function westernDigits(text: string): string {
  return text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.codePointAt(0)! & 0xf))
}
