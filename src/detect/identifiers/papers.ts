import type { Mention } from './mentions.ts'
import type { Tokens } from './tokens.ts'

/** Scripts without spaces, where words are looked for as they stand. */
const unspaced: [RegExp, 'travel' | 'document', string][] = [
  [/护照|護照|パスポート|旅券|หนังสือเดินทาง|พาสปอร์ต/gu, 'document', 'passport'],
  [/签证|簽證|ビザ|วีซ่า/gu, 'document', 'visa'],
  [/身份证|身分證|身分証|บัตรประชาชน/gu, 'document', 'identity-card'],
  [/工作证|工作許可|工作许可|就労許可|ใบอนุญาตทำงาน/gu, 'document', 'work-permit'],
  [/机票|機票|航空券|ตั๋วเครื่องบิน/gu, 'travel', 'flight'],
  [/机场|機場|空港|สนามบิน/gu, 'travel', 'airport'],
  [/国外|國外|海外|ต่างประเทศ/gu, 'travel', 'abroad'],
]
const unspacedScripts = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Thai}]/u

/** Words of travel and of documents; the value is what they name, the same in every language. */
export function papers({ source, list }: Tokens): Mention[] {
  const found: Mention[] = []
  for (let i = 0; i < list.length; i++) {
    const phrases = list[i]!.meaning?.phrases
    if (phrases === undefined) continue
    const phrase = phrases.find(({ rest }) => rest.every((hash, k) => list[i + 1 + k]?.hash === hash))
    if (phrase === undefined) continue
    const last = i + phrase.rest.length
    found.push({ kind: phrase.kind, value: phrase.value, start: list[i]!.start, end: list[last]!.end })
    i = last
  }
  if (unspacedScripts.test(source))
    for (const [pattern, kind, value] of unspaced)
      for (const match of source.matchAll(pattern))
        found.push({ kind, value, start: match.index, end: match.index + match[0].length })
  return found
}
