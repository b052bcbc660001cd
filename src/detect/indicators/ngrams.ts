import { identityForms } from './identity.ts'
import { foldWord, withoutPrefix } from './signs.ts'
import { tokens } from './tokens.ts'

/** Words of one or two in a row, by their folded form, with how they were first written. */
export type Ngrams = ReadonlyMap<string, string>

/**
 * The single words and pairs of a text that may weigh. Words of nationality, ethnicity, gender and age are left out and
 * no pair stands across one; so are figures, as an age or a number to call must not weigh.
 */
export function ngramsIn(text: string): Ngrams {
  const forms = identityForms(foldWord)
  const found = new Map<string, string>()
  let before: { form: string; sentence: number; start: number } | undefined
  for (const { form: written, sentence, start, end } of tokens(text)) {
    const form = withoutPrefix(written)
    if (forms.has(written) || forms.has(form) || /\p{Nd}/u.test(form)) {
      before = undefined
      continue
    }
    keep(form, text.slice(start, end))
    if (before?.sentence === sentence) keep(`${before.form} ${form}`, text.slice(before.start, end))
    before = { form, sentence, start }
  }
  return found

  function keep(form: string, written: string): void {
    if (!found.has(form)) found.set(form, written)
  }
}
