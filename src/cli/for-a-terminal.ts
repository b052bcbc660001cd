/** What a terminal would obey instead of showing: controls other than tab and line end, and overrides of direction. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g

/**
 * A text as it may be written to a terminal. Ads are quoted in answers, and whoever wrote one may have put in what moves the
 * cursor, writes to the clipboard or turns a line around: such characters are shown by their number.
 */
export function forATerminal(text: string): string {
  return text.replaceAll(obeyed, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
