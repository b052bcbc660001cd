import { describe, expect, it } from 'vitest'
import { newReturnCode, spellReturnCode } from '../return-code/return-code.ts'
import { languagePages, newSession, shown, stepPages } from './conversation.ts'
import { fitsOneMessage, forShortMessage, lengthOf } from './message-length.ts'
import { STEPS } from './steps.ts'
import { settingFor } from './text-channel.ts'

const setting = settingFor('The longest name of an organisation', '1-888-373-7888')
const codes = Array.from({ length: 300 }, newReturnCode)

describe('every message of the text channel', () => {
  it.each(setting.languages.map(({ id, words }) => [id, words] as const))(
    'is one message long: %s',
    (id, t) => {
      const session = { ...newSession(), language: id }
      const phases = (['privacy', 'readers', 'danger', 'confirm'] as const).map(
        (phase) => shown({ ...session, phase }, setting).text,
      )
      const questions = STEPS.flatMap((step) => stepPages(step, t).map(({ text }) => text))
      const ends = ['stopped', 'withoutCode', 'codeRight', 'codeWrong', 'storyMore', 'closed'].map((key) =>
        t(key),
      )
      const withCode = codes.map((code) => shown({ ...session, code, phase: 'code' }, setting).text)
      const all = [...phases, ...questions, ...ends, t('codeWord', { position: 7 }), ...withCode].map(
        forShortMessage,
      )
      const long = all.filter((text) => !fitsOneMessage(text)).map((text) => [text, lengthOf(text)])
      expect(long).toEqual([])
      // A key without words would be shown as the key.
      expect(all.filter((text) => /\b(prompt|option)\.\w/.test(text))).toEqual([])
    },
  )

  it('offers every language in one message, each by its own name', () => {
    const pages = languagePages(setting)
    expect(pages.every(({ text }) => fitsOneMessage(text))).toBe(true)
    expect(pages.flatMap(({ choices }) => choices.map(({ value }) => value)).toSorted()).toEqual(
      setting.languages.map(({ id }) => id).toSorted(),
    )
  })

  it('shows the whole code, in words that are read back as typed', () => {
    for (const { id } of setting.languages) {
      const code = codes[0]!
      const { text } = shown({ ...newSession(), language: id, code, phase: 'code' }, setting)
      expect(text).toContain(forShortMessage(spellReturnCode(code, id)))
    }
  })
})

describe('lengthOf', () => {
  it('counts as 3GPP TS 23.038 does: brackets and the euro twice, another script by 70', () => {
    expect(lengthOf('a'.repeat(160))).toEqual({ alphabet: 'gsm7', units: 160, most: 160 })
    expect(lengthOf('€[]')).toMatchObject({ alphabet: 'gsm7', units: 6 })
    expect(lengthOf('ç')).toMatchObject({ alphabet: 'ucs2', units: 1, most: 70 })
    expect(lengthOf('نعم')).toMatchObject({ alphabet: 'ucs2', units: 3, most: 70 })
    // Outside the first plane a character is two code units, as the network counts it.
    expect(lengthOf('😀')).toMatchObject({ alphabet: 'ucs2', units: 2 })
    expect(fitsOneMessage('ن'.repeat(71))).toBe(false)
    expect(fitsOneMessage('é'.repeat(160))).toBe(true)
  })

  it('leaves out accents that would halve a message, and only in Latin letters', () => {
    expect(forShortMessage('Ça va être “sûr”…')).toBe('Ça va etre "sur"...')
    expect(forShortMessage('أين؟')).toBe('أين؟')
  })
})
