import type { Identifier, IdentifierKind } from './identifiers.ts'
import type { Plain } from './reading.ts'

const at = String.raw`\s?(?:@|\(at\)|\[at\]|\{at\}|<at>|\s(?:at|arroba|arobase)\s)\s?`
const dot = String.raw`\s?(?:\.|\(dot\)|\[dot\]|\{dot\}|<dot>|\s(?:dot|punto|point)\s)\s?`
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const email = new RegExp(
  String.raw`(?<![\w.+-])[a-z0-9][a-z0-9._+-]{0,63}${at}${label}(?:${dot}${label}){0,3}${dot}[a-z]{2,12}(?![\w-])`,
  'gi',
)
const link = new RegExp(
  String.raw`(?:https?:\/\/|www\.)[^\s<>"'()[\]]{3,300}|(?<![\w@.-])(?:${label}\.){1,4}(?:com|net|org|info|biz|io|me|co|app|site|online|xyz|club|top|link|shop|example|test|[a-z]{2})(?:\/[^\s<>"'()[\]]{0,200})?(?![\w.@-])`,
  'gi',
)
const handle = /(?<![\w@.])@([a-z0-9_](?:[a-z0-9_.]{1,30}[a-z0-9_])?)(?![\w@])/gi
const named = new RegExp(
  String.raw`(?<!\w)(telegram|tg|instagram|insta|ig|snapchat|snap|whats ?app|wa|viber|signal|kik|line(?: id)?|wechat|weixin|facebook|fb|tik ?tok|skype|телеграм|телеграмм|вконтакте)\s{0,2}[:=@]\s{0,2}@?([a-z0-9_][a-z0-9_.-]{2,30})(?!\w)`,
  'gi',
)
const mayHold = /@|www|:\/\/|\.[a-z]{2}|\b(?:at|dot|arroba|punto)\b|[:=]/i

/** Services whose path names an account. */
const accountHosts: Record<string, string> = {
  't.me': 'telegram',
  'telegram.me': 'telegram',
  'wa.me': 'whatsapp',
  'instagram.com': 'instagram',
  'facebook.com': 'facebook',
  'fb.me': 'facebook',
  'vk.com': 'vk',
  'tiktok.com': 'tiktok',
  'snapchat.com': 'snapchat',
  'x.com': 'x',
  'twitter.com': 'x',
}
const services: Record<string, string> = {
  tg: 'telegram',
  телеграм: 'telegram',
  телеграмм: 'telegram',
  insta: 'instagram',
  ig: 'instagram',
  snap: 'snapchat',
  wa: 'whatsapp',
  weixin: 'wechat',
  fb: 'facebook',
  вконтакте: 'vk',
  lineid: 'line',
}

/** E-mail addresses, accounts on services, and links, also when '@' and '.' are written in words. */
export function addresses(plain: Plain): Identifier[] {
  const { text } = plain
  if (!mayHold.test(text)) return []
  const found: Identifier[] = []
  const taken: [number, number][] = []
  const add = (kind: IdentifierKind, value: string, from: number, to: number): void => {
    if (taken.some(([start, end]) => from < end && to > start)) return
    taken.push([from, to])
    found.push({ kind, value, start: plain.at(from), end: plain.at(to - 1) + 1 })
  }
  for (const match of text.matchAll(email)) {
    const value = match[0].toLowerCase().replace(new RegExp(at, 'i'), '@').replace(new RegExp(dot, 'gi'), '.')
    add('email', value.replace(/\s/g, ''), match.index, match.index + match[0].length)
  }
  for (const match of text.matchAll(link)) {
    const shown = match[0].replace(/[.,;:!?…]+$/, '')
    const [kind, value] = readLink(shown)
    add(kind, value, match.index, match.index + shown.length)
  }
  for (const match of text.matchAll(named)) {
    const service = match[1]!.toLowerCase().replace(/\s/g, '')
    if (/^\d+$/.test(match[2]!)) continue // a phone behind a service's name is read as a phone
    add(
      'handle',
      `${services[service] ?? service}:${match[2]!.toLowerCase()}`,
      match.index,
      match.index + match[0].length,
    )
  }
  for (const match of text.matchAll(handle))
    add('handle', `@:${match[1]!.toLowerCase()}`, match.index, match.index + match[0].length)
  return found
}

function readLink(shown: string): [IdentifierKind, string] {
  const bare = shown
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
  const [host = '', ...path] = bare.split(/[/?#]/)
  const service = accountHosts[host]
  const account = path[0]?.replace(/^@/, '')
  if (service !== undefined && account) {
    return /^\+?\d{7,15}$/.test(account)
      ? ['phone', account.startsWith('+') ? account : `+${account}`]
      : ['handle', `${service}:${account}`]
  }
  return ['domain', host.replace(/:\d+$/, '')]
}
