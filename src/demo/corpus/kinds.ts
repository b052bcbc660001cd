import { oneLanguageAScript } from './languages.ts'

/** What a corpus is made of. Everything not named is as in `words`. */
export type Kind = {
  /** One line for people. */
  about: string
  /** Languages that templates and other texts are written in. */
  languages: readonly string[]
  /** Clauses of a text, at least and at most. */
  clauses: readonly [number, number]
  /** Share of the clauses that are stock lines. */
  stock: number
  /** Share of the words edited in each copy, unless `--edit` says otherwise. */
  edit: number
  /** Share of the ads that stand on a site with a notice over or under each. */
  notice: number
  /** How much of a template is reworded from version to version (2 to 4 versions). */
  reword: number
  /** Each family in two or three languages. */
  translated: boolean
  /** Half of the copies in Latin letters. */
  transliterated: boolean
  /** Share of the copies, and of other ads, that are disguised. */
  disguise: number
  /** A rival copies each template and puts his own contact in. */
  rival: boolean
  /** Templates part into two to four editions that have about half of their clauses in common. */
  split: boolean
  /** Share of the texts that come from templates. */
  templates: number
  /** Share of the other ads that are honest sparse job ads or independent workers with phrases that all use (English). */
  honest: number
}

const words: Kind = {
  about: 'words edited, in English, French and Spanish',
  languages: ['en', 'fr', 'es'],
  clauses: [6, 9],
  stock: 0,
  edit: 0.03,
  notice: 0,
  reword: 0,
  translated: false,
  transliterated: false,
  disguise: 0,
  rival: false,
  split: false,
  templates: 0.4,
  honest: 0,
}

export const kinds = {
  words,
  short: { ...words, about: 'ten to twenty words', clauses: [2, 2] },
  boilerplate: {
    ...words,
    about: 'stock lines that anybody writes, and notices of sites over and under ads of all sorts',
    stock: 0.35,
    edit: 0.08,
    notice: 0.7,
  },
  paraphrase: { ...words, about: 'reworded from version to version', stock: 0.2, edit: 0.05, reword: 0.35 },
  translation: {
    ...words,
    about: 'each family in two or three languages; a template is one of them',
    languages: oneLanguageAScript,
    stock: 0.3,
    edit: 0.05,
    translated: true,
  },
  transliteration: {
    ...words,
    about: 'half of the copies in Latin letters; a template is one way of writing',
    languages: oneLanguageAScript.filter((code) => code !== 'en'),
    stock: 0.2,
    edit: 0.05,
    transliterated: true,
  },
  scripts: { ...words, about: 'fifteen scripts', languages: oneLanguageAScript, stock: 0.25, edit: 0.08 },
  disguise: { ...words, about: 'look-alike letters, invisible characters, emoji', edit: 0.05, disguise: 0.8 },
  rival: { ...words, about: 'copied by a rival with his own contact', stock: 0.2, edit: 0.05, rival: true },
  split: { ...words, about: 'templates that part into editions', stock: 0.2, edit: 0.05, split: true },
  honest: {
    ...words,
    about: 'independent workers and honest sparse job ads, few templates among them',
    languages: ['en'],
    edit: 0.05,
    templates: 0.1,
    honest: 1,
  },
  mixed: {
    ...words,
    about: 'all of it at once',
    languages: [...oneLanguageAScript, 'fr', 'es', 'en', 'en'],
    stock: 0.25,
    edit: 0.08,
    notice: 0.4,
    reword: 0.1,
    disguise: 0.2,
    rival: true,
    honest: 0.2,
  },
} satisfies Record<string, Kind>

export type KindName = keyof typeof kinds
export const kindNames = Object.keys(kinds) as KindName[]
