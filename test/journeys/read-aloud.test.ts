import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createTranslator } from '#platform/i18n'
import { openBrowser, openTestSite, visit } from '#test/browser'

const words = createTranslator('portal')

type Voice = { lang: string; localService: boolean }
type Said = { words: string; lang: string; voice: string }

/** The browser's voices, which a test browser has none of: made up at its edge, as the specification of the API has them. */
function speakWith({ now, later }: { now: Voice[]; later: Voice[] }) {
  const said: Said[] = []
  let voices = now
  const speech = {
    speaking: false,
    onvoiceschanged: undefined as (() => void) | undefined,
    getVoices: () => voices,
    speak(utterance: { text: string; lang: string; voice: Voice | null; onend?: () => void }) {
      said.push({ words: utterance.text, lang: utterance.lang, voice: utterance.voice?.lang ?? 'none' })
      setTimeout(() => utterance.onend?.(), 50)
    },
    cancel: () => undefined,
  }
  Object.defineProperty(window, 'speechSynthesis', { configurable: true, value: speech })
  Object.defineProperty(window, 'SpeechSynthesisUtterance', {
    value: class {
      text: string
      constructor(text: string) {
        this.text = text
      }
    },
  })
  Object.defineProperty(window, 'said', { value: said })
  addEventListener('load', () =>
    setTimeout(() => {
      if (later.length === 0) return
      voices = [...now, ...later]
      speech.onvoiceschanged?.()
    }, 200),
  )
}

describe('reading a page aloud', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  await site.platform.auth.createOrganisation({ name: 'Casa Ficta', kind: 'hotline' })
  const open = async (language: string, voices?: { now: Voice[]; later?: Voice[] }) => {
    const phone = await visit(browser, site, {
      locale: language,
      extraHTTPHeaders: { 'accept-language': language },
    })
    if (voices) await phone.page.addInitScript(speakWith, { later: [], ...voices })
    else
      await phone.page.addInitScript(() => {
        // As a phone's built-in browser view has it: the name itself is not there.
        delete (window as { speechSynthesis?: unknown }).speechSynthesis
      })
    await phone.page.goto('/report')
    return phone
  }
  const isOffered = (page: Page) => page.locator('#aloud').isVisible()
  const local = (lang: string) => ({ lang, localService: true })

  it.each([
    ['en', 'en-GB'],
    ['ar', 'ar_EG'],
  ])('in %s reads what is shown, by a voice on the device alone', async (language, lang) => {
    const other = { lang: `${language}-XX`, localService: false }
    const phone = await open(language, { now: [other, local('de-DE'), local(lang)] })
    const { page } = phone
    expect(await isOffered(page)).toBe(true)
    await page.locator('#aloud').click()
    const said = await page.evaluate(() => (window as unknown as { said: Said[] }).said)
    expect(said.map(({ words: each }) => each)).toContain((await page.locator('h1').textContent())!.trim())
    expect(new Set(said.filter((each) => each.lang === language).map(({ voice }) => voice))).toEqual(
      new Set([lang]),
    )
    await page.locator('#aloud[aria-pressed=false]').waitFor()
    expect(phone.problems).toEqual([])
    await phone.close()
  })

  it.each<[string, { now: Voice[] } | undefined]>([
    ['no voice', { now: [] }],
    ['no voice of this language', { now: [local('de-DE')] }],
    ['a language whose tag only begins alike', { now: [local('enm')] }],
    ['a voice that sends the words away', { now: [{ lang: 'en-GB', localService: false }] }],
    ['no way to speak', undefined],
  ])('is not offered where there is %s', async (_, voices) => {
    const phone = await open('en', voices)
    expect(await isOffered(phone.page)).toBe(false)
    expect(phone.problems).toEqual([])
    await phone.close()
  })

  it('is offered when the browser finds its voices later', async () => {
    const phone = await open('fr', { now: [], later: [local('fr-CA')] })
    expect(await phone.page.locator('#aloud').textContent()).toBe(words.in('fr')('aloud'))
    await phone.page.locator('#aloud').waitFor({ state: 'visible' })
    await phone.close()
  })

  it('a browser that cannot speak leaves by the exit all the same', async () => {
    const phone = await open('en')
    await phone.page.locator('#exit').click()
    await phone.page.waitForURL('https://www.wikipedia.org/')
    expect(phone.problems).toEqual([])
    await phone.close()
  })
})
