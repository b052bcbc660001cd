import type { Identifier } from './identifiers.ts'
import { cue } from './lexicon.ts'
import type { Token, Tokens } from './tokens.ts'

const accountName = /^@?([a-z0-9_][a-z0-9_.-]{1,30}[a-z0-9_])(?![\p{L}\p{N}@])/iu

/**
 * Accounts told by the name of their service: 'telegram: anna_k', 'WeChat id annak88', 'insta @anna'. Between the two
 * a sign or a word like 'id' must stand; without, only what no word looks like (a digit or '_' in it) is a name.
 * A phone behind a service's name is read as a phone.
 */
export function handles(tokens: Tokens): Identifier[] {
  if (!tokens.service) return []
  const { source, list } = tokens
  const found: Identifier[] = []
  for (let i = 0; i < list.length; i++) {
    const service = list[i]!.meaning?.service
    if (service === undefined) continue
    let at = list[i]!.end
    let named = false
    let next = i + 1
    // 'WhatsApp or Telegram: …' names the last; 'id', 'user name' belong to the service.
    while (next < list.length && names(list[next]!) && next - i <= 2) {
      at = list[next]!.end
      named = true
      next++
    }
    const gap = /^[\s:=\-–—>]{0,6}(?:me|is)?[\s:=\-–—>]{0,4}/iu.exec(source.slice(at, at + 14))?.[0] ?? ''
    const match = accountName.exec(source.slice(at + gap.length, at + gap.length + 36))
    if (match === null) continue
    const [written, account] = match as unknown as [string, string]
    const signed = /[:=]/.test(gap) || written.startsWith('@')
    const unlikeWord = /[_\d]/.test(account)
    if (/^\d+$/.test(account) && !(service === 'qq' && account.length >= 5 && account.length <= 11)) continue
    if (!/[a-z\d]/i.test(account) || !(signed || unlikeWord || (named && account.length > 3))) continue
    if (!unlikeWord && isCommon(list, at + gap.length)) continue
    const start = list[i]!.start
    found.push({
      kind: 'handle',
      value: `${service}:${account.toLowerCase()}`,
      start,
      end: at + gap.length + written.length,
    })
  }
  return found
}

function names({ meaning }: Token): boolean {
  return meaning !== undefined && (meaning.cues & cue.names) !== 0
}

/** Another service or a word that says something here is no name: 'telegram: whatsapp', 'insta: email'. */
function isCommon(list: readonly Token[], start: number): boolean {
  const token = list.find((one) => one.start >= start)
  return (
    token !== undefined &&
    token.start <= start + 1 &&
    token.meaning !== undefined &&
    token.meaning.number === undefined
  )
}
