import anyAscii from 'any-ascii'
import { hidePhone, phoneBook, writePhone } from '../world/contacts.ts'
import { random, type Random } from '../world/random.ts'
import { disguiseText } from './disguise.ts'
import { edit } from './edits.ts'
import { honestText } from './honest.ts'
import { type Kind, type KindName, kinds } from './kinds.ts'
import { getLanguage } from './languages.ts'
import { join, makeModel, type Model, render, reword, siteNotice, type Slots } from './model.ts'
import { drawWord, writeName } from './vocabulary.ts'

/** One ad with its truth. −1: of none. */
export type CorpusRow = {
  id: string
  text: string
  /** Texts written after one model, in one language and one way of writing. */
  template_id: string
  /** Texts of one part of a template that went its own way; the template where it did not part. */
  edition_id: string
  /** Templates that are one in another language or script. */
  family: string
  /** Who posted it. */
  author: string
  kind: KindName
  script: string
  language: string
  /** By family, so that no template stands on both sides. */
  split: 'train' | 'test'
}

export type CorpusOptions = { kind: KindName; n: number; seed: number; edit?: number | undefined }

/** A corpus of ads with known templates: the same options give the same corpus. */
export function makeCorpus(options: CorpusOptions): CorpusRow[] {
  const made = new Maker(options)
  while (made.rows.length < Math.round(options.n * made.kind.templates)) made.addFamily()
  made.rows.length = Math.min(made.rows.length, Math.round(options.n * made.kind.templates))
  while (made.rows.length < options.n) made.addLone()
  const width = String(options.n).length
  return random(`corpus/${options.seed}/order`)
    .shuffled(made.rows)
    .map((row, i) => ({ ...row, id: `c${String(i).padStart(width, '0')}` }))
}

type Copy = {
  model: Model
  language: string
  latin: boolean
  template: string
  edition: string
  author: string
}

class Maker {
  readonly kind: Kind
  readonly rows: Omit<CorpusRow, 'id'>[] = []
  #source: Random
  #options: CorpusOptions
  #share: number
  #phones: () => { digits: string }
  #phoneOf = new Map<string, { digits: string }>()
  #families = 0
  #authors = 0
  #notices = new Map<string, string[]>()

  constructor(options: CorpusOptions) {
    this.#options = options
    this.kind = kinds[options.kind]
    this.#share = options.edit ?? this.kind.edit
    this.#source = random(`corpus/${options.seed}/${options.kind}`)
    const deal = phoneBook(this.#source.fork('phones'))
    this.#phones = () => deal('XAA')
  }

  /** A family of two to n/50 ads, half of them with five at most (Pareto, exponent 1.1). */
  addFamily(): void {
    const { kind } = this
    const number = this.#families++
    const source = this.#source.fork('family', number)
    const most = Math.max(4, Math.floor(this.#options.n / 50))
    const size = Math.min(most, Math.floor(2 / (1 - source.next()) ** (1 / 1.1)))
    const models = this.#models(source, kind.split ? source.between(2, 4) : 1)
    const languages = kind.translated
      ? source.shuffled(kind.languages).slice(0, source.between(2, 3))
      : [source.pick(kind.languages)]
    const author = this.#author()
    const rival = this.#author()
    const ways = Math.max(languages.length, kind.transliterated ? 2 : 1)
    const split = source.chance(0.5) ? 'train' : 'test'
    // Two copies at least of whatever counts as a template.
    for (let copy = 0; copy < Math.max(size, ways * 2, models.length * 2); copy++) {
      const language = languages[copy % languages.length]!
      const latin = kind.transliterated && copy % 2 === 1
      const versions = models[copy % models.length]!
      // Versions follow each other; the first copies are of the first.
      const version =
        versions[Math.min(versions.length - 1, Math.floor(copy / Math.max(2, size / versions.length)))]!
      const copied = kind.rival && copy >= 2 && copy % 3 === 2
      const template = ways > 1 ? `${number}.${latin ? 'Latin' : language}` : String(number)
      this.#add(
        source.fork('copy', copy),
        {
          model: copied
            ? [{ words: Array.from({ length: 6 }, () => drawWord(source)) }, ...version]
            : version,
          language,
          latin,
          template,
          edition: models.length > 1 ? `${number}/${copy % models.length}` : template,
          author: copied ? rival : author,
        },
        { family: String(number), split, share: copied ? this.#share + 0.1 : this.#share },
      )
    }
  }

  /** An ad of somebody alone. */
  addLone(): void {
    const { kind } = this
    const source = this.#source.fork('lone', this.rows.length)
    const author = this.#author()
    const language = source.pick(kind.languages)
    const truth = { family: '-1', split: source.chance(0.5) ? 'train' : 'test', share: 0 } as const
    if (source.chance(kind.honest)) {
      const text = this.#dress(source, honestText(source, this.#slots(source, 'en', author)), 'en')
      this.rows.push({
        text,
        template_id: '-1',
        edition_id: '-1',
        family: '-1',
        author,
        kind: this.#options.kind,
        script: 'Latin',
        language: 'en',
        split: truth.split,
      })
      return
    }
    const model = makeModel(source, { clauses: source.between(...kind.clauses), stock: kind.stock })
    const latin = kind.transliterated && source.chance(0.5)
    this.#add(source, { model, language, latin, template: '-1', edition: '-1', author }, truth)
  }

  /** The versions of each edition of a family. */
  #models(source: Random, editions: number): Model[][] {
    const { kind } = this
    const clauses = source.between(...kind.clauses)
    const first = makeModel(source, { clauses, stock: kind.stock })
    return Array.from({ length: editions }, (_, edition) => {
      const common = Math.ceil(clauses / 2)
      const model =
        edition === 0
          ? first
          : [
              ...first.slice(0, common),
              ...makeModel(source, { clauses: clauses - common, stock: kind.stock }),
            ]
      const versions = [model]
      const more = kind.reword > 0 ? source.between(1, 3) : 0
      for (let v = 0; v < more; v++) versions.push(reword(source, versions.at(-1)!, kind.reword))
      return versions
    })
  }

  #add(source: Random, copy: Copy, truth: { family: string; split: 'train' | 'test'; share: number }): void {
    const { language } = copy
    const sentences = render(copy.model, language, this.#slots(source, language, copy.author))
    const edited = sentences.map((units) => edit(source, units, truth.share, language))
    const plain = join(edited, language)
    const text = this.#dress(source, copy.latin ? anyAscii(plain) : plain, language)
    this.rows.push({
      text,
      template_id: copy.template,
      edition_id: copy.edition,
      family: truth.family,
      author: copy.author,
      kind: this.#options.kind,
      script: copy.latin ? 'Latin' : getLanguage(language).script,
      language,
      split: truth.split,
    })
  }

  /** The notice of its site, and a disguise. */
  #dress(source: Random, text: string, language: string): string {
    const worn = source.chance(this.kind.disguise) ? disguiseText(source, text) : text
    if (!source.chance(this.kind.notice)) return worn
    let notices = this.#notices.get(language)
    if (notices === undefined) {
      const own = this.#source.fork('notices', language)
      notices = Array.from({ length: 5 }, () => siteNotice(own, language))
      this.#notices.set(language, notices)
    }
    const site = source.below(notices.length)
    return site % 2 === 0 ? `${worn}\n${notices[site]!}` : `${notices[site]!}\n${worn}`
  }

  #slots(source: Random, language: string, author: string): Slots {
    // Most have one number, and take another now and then.
    let phone = this.#phoneOf.get(author)
    if (phone === undefined || source.chance(0.1)) phone = this.#phones()
    this.#phoneOf.set(author, phone)
    const hidden = source.chance(this.kind.disguise)
    return {
      name: writeName(source.below(400), language),
      place: writeName(400 + source.below(60), language),
      phone: hidden ? hidePhone(source, phone) : writePhone(source, phone),
      wage: String(source.between(8, 60) * 50),
      free: Array.from({ length: source.between(0, 4) }, () => drawWord(source)),
    }
  }

  #author(): string {
    return `a${this.#authors++}`
  }
}
