import { fitsOneMessage, forShortMessage } from './message-length.ts'

/** One choice of a menu, chosen by the digit before it. */
export type Choice = { value: string; words: string }
/** What fits into one message: the choices with their digits, and how the message reads. */
export type MenuPage = { text: string; choices: readonly (Choice & { digit: string })[]; hasMore: boolean }

/** The digit that shows the choices that found no room, and the one that leaves the question out. */
export const MORE = '9'
export const SKIP = '0'

/**
 * A question with its choices in as many messages as it takes, each of one message's length: the question stands on the
 * first. Throws when a choice alone is longer than a message: that is a mistake in a file of words.
 */
export function menuPages(
  question: string,
  choices: readonly Choice[],
  words: { more: string; skip: string | null },
): MenuPage[] {
  const pages: MenuPage[] = []
  let rest = [...choices]
  while (rest.length > 0 || pages.length === 0) {
    const head = pages.length === 0 ? question : ''
    let taken = Math.min(rest.length, 8)
    let page = pageOf(head, rest.slice(0, taken), taken < rest.length, words)
    while (!fitsOneMessage(page.text) && taken > 0) {
      taken--
      page = pageOf(head, rest.slice(0, taken), taken < rest.length, words)
    }
    if (taken === 0 && rest.length > 0 && (head === '' || !fitsOneMessage(page.text)))
      throw new Error(`this does not fit into one message: ${rest[0]!.words}`)
    pages.push(page)
    rest = rest.slice(taken)
  }
  return pages
}

function pageOf(
  head: string,
  choices: readonly Choice[],
  hasMore: boolean,
  { more, skip }: { more: string; skip: string | null },
): MenuPage {
  const numbered = choices.map((choice, i) => ({ ...choice, digit: String(i + 1) }))
  const lines = [
    ...(head === '' ? [] : [head]),
    ...numbered.map(({ digit, words }) => `${digit} ${words}`),
    ...(hasMore ? [`${MORE} ${more}`] : []),
    ...(skip === null ? [] : [`${SKIP} ${skip}`]),
  ]
  return { text: forShortMessage(lines.join('\n')), choices: numbered, hasMore }
}
