import type { Identifier, IdentifierKind } from './identifiers.ts'
import { cue } from './lexicon.ts'
import { plain } from './reading.ts'
import type { Tokens } from './tokens.ts'

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const signAt = String.raw`\s?(?:@|\(at\)|\[at\]|\{at\}|<at>)\s?`
const wordAt = String.raw`\s(?:at|arroba|arobase)\s`
const signDot = String.raw`(?:\.|\s?(?:\(dot\)|\[dot\]|\{dot\}|<dot>)\s?)`
const wordDot = String.raw`\s(?:dot|punto|point)\s`
const name = String.raw`(?<![\w.+-])[a-z0-9][a-z0-9._+-]{0,63}`
/** With a sign for 'at'; or with 'at' in words, and then a dot in words or a well-known ending: 'meet at noon. Bye' is none. */
const email = new RegExp(
  `${name}(?:${signAt}${label}(?:(?:${signDot}|${wordDot})${label}){0,3}(?:${signDot}|${wordDot})[a-z]{2,12}` +
    `|${wordAt}${label}(?:(?:${wordDot})${label}){0,2}(?:${wordDot}[a-z]{2,12}|\\.(?:com|net|org|example))` +
    `)(?![\\w-])`,
  'gi',
)
const endings =
  'com|net|org|info|biz|io|app|site|online|xyz|club|top|link|shop|example|test|dev|jobs|travel|agency|work|world|live|store|edu|gov|int|mobi|pro|asia'
const known = new RegExp(`^(?:${endings})$`)
const link = new RegExp(
  String.raw`(?:https?:\/\/|www\.)[^\s<>"'()[\]]{3,300}|(?<![\w@.-])(?:${label}\.){1,4}(?:${endings}|[a-z]{2})(?:\/[^\s<>"'()[\]]{0,200})?(?![\w.@-])`,
  'gi',
)
const handle = /(?<![\w@./])@([a-z0-9_](?:[a-z0-9_.]{1,30}[a-z0-9_])?)(?![\w@])/gi
/** Two letters that end names of countries and are words too: 'in town.No questions' is no address. */
const wordsToo = new Set(
  'no is in on so my at be to us as am by do it id me la de es se si un et ne tu ma sa pm al he we or if co'.split(
    ' ',
  ),
)

/** Written as hosts are, and none. */
const products = new Set(['asp.net', 'vb.net', 'ado.net', 'b.sc', 'm.sc', 'ph.d', 'socket.io'])

/** Services whose path names an account. */
const accountHosts: Record<string, string> = {
  't.me': 'telegram',
  'telegram.me': 'telegram',
  'wa.me': 'whatsapp',
  'instagram.com': 'instagram',
  'facebook.com': 'facebook',
  'fb.me': 'facebook',
  'fb.com': 'facebook',
  'm.me': 'messenger',
  'vk.com': 'vk',
  'tiktok.com': 'tiktok',
  'snapchat.com': 'snapchat',
  'x.com': 'twitter',
  'twitter.com': 'twitter',
  'line.me': 'line',
  'signal.me': 'signal',
  'viber.me': 'viber',
  'zalo.me': 'zalo',
}
/** Parts of a path before the account's name. */
const steps = new Set(['add', 'ti', 'p', 'u', 'user', 'send', 's', 'joinchat'])

/** E-mail addresses, accounts on services, and links, also when '@' and '.' are written in words. */
export function addresses(tokens: Tokens): Identifier[] {
  const { source, cues } = tokens
  const dots = /[.．。]\p{L}|:\/\//u.test(source)
  const signs = /[@＠﹫]|[([{<]at[)\]}>]/i.test(source)
  const inWords = (cues & cue.at) !== 0 && (cues & cue.dot) !== 0
  if (!dots && !signs && !inWords) return []
  const read = plain(source)
  const { text } = read
  const found: Identifier[] = []
  const taken: [number, number][] = []
  const add = (kind: IdentifierKind, value: string, from: number, to: number): void => {
    if (taken.some(([start, end]) => from < end && to > start)) return
    taken.push([from, to])
    found.push({ kind, value, start: read.at(from), end: read.at(to - 1) + 1 })
  }
  if (signs || (cues & cue.at) !== 0)
    for (const match of text.matchAll(email)) {
      const ending = /[a-z]+$/i.exec(match[0])![0].toLowerCase()
      if (!/@|[([{<]at/i.test(match[0]) && !known.test(ending) && (ending.length > 2 || wordsToo.has(ending)))
        continue
      const value = match[0]
        .toLowerCase()
        .replace(new RegExp(`${signAt}|${wordAt}`, 'i'), '@')
        .replace(new RegExp(`${signDot}|${wordDot}`, 'gi'), '.')
      add('email', value.replace(/\s/g, ''), match.index, match.index + match[0].length)
    }
  if (dots)
    for (const match of text.matchAll(link)) {
      const shown = match[0].replace(/[.,;:!?…]+$/, '')
      if (!isAddress(shown)) continue
      const [kind, value] = readLink(shown)
      add(kind, value, match.index, match.index + shown.length)
    }
  if (signs)
    for (const match of text.matchAll(handle))
      if (/[a-z_]/i.test(match[1]!))
        add('handle', `@:${match[1]!.toLowerCase()}`, match.index, match.index + match[0].length)
  return found
}

/** Whether what looks like a host is one, and not two sentences without a space between. */
function isAddress(shown: string): boolean {
  if (/^(?:https?:\/\/|www\.)/i.test(shown))
    return /^[^/]*\/\/[\w-]+(?:\.[\w-]+)+|^www\.[\w-]+\./i.test(shown)
  const [host = '', path] = shown.split('/')
  const parts = host.split('.')
  const ending = parts.at(-1)!
  if (products.has(host.toLowerCase())) return false
  const before = parts.at(-2)!
  if (/^\p{Lu}\p{Ll}/u.test(ending)) return false
  if (/^\d+$/.test(parts[0]!) && parts.length === 2) return false
  if (ending.length > 2 || path !== undefined) return true
  if (before.length < 2) return false
  return !wordsToo.has(ending.toLowerCase()) || parts.length > 2 || /[\d-]/.test(before)
}

function readLink(shown: string): [IdentifierKind, string] {
  const bare = shown
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
  const [host = '', ...path] = bare.split(/[/?#]/)
  const service = accountHosts[host]
  const account = path.find((part) => part !== '' && !steps.has(part))?.replace(/^[@~]/, '')
  if (service !== undefined && account) {
    return /^\+?\d{7,15}$/.test(account)
      ? ['phone', account.startsWith('+') ? account : `+${account}`]
      : ['handle', `${service}:${account}`]
  }
  return ['domain', host.replace(/:\d+$/, '')]
}
