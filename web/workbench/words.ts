import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'

/** The workbench's languages, each in its own name. */
export const languages = { en: 'English', fr: 'Français', es: 'Español', ar: 'العربية' } as const
export type Language = keyof typeof languages

/** The direction a language is written in. */
export const directionOf = (language: string): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr')

const chosen = 'asylia-language'

// Every file of words is a small chunk of its own: a page loads its words in one language and nothing else.
const files = import.meta.glob<{ default: Record<string, unknown> }>('../../locales/*/*.json')

const fromFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  // oxlint-disable-next-line typescript/no-misused-promises -- of two parameters i18next takes a promise
  read: async (language, namespace) => {
    const load = files[`../../locales/${namespace}/${language}.json`]
    if (!load) throw new Error(`no words for ${namespace} in ${language}`)
    return (await load()).default
  },
}

/** Reads the words of the chosen language (stored choice, then the browser's, then English). */
export async function loadWords(): Promise<void> {
  await i18next
    .use(fromFiles)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: 'en',
      supportedLngs: Object.keys(languages),
      ns: ['workbench'],
      defaultNS: 'workbench',
      interpolation: { escapeValue: false },
      returnEmptyString: false,
    })
}

/** Changes the language now and for next time. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(chosen, language)
  await i18next.changeLanguage(language)
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(chosen), ...navigator.languages].map((tag) => tag?.split('-')[0])
  return (wanted.find((tag) => tag !== undefined && tag in languages) ?? 'en') as Language
}
