import { endings, isBareDomain, isPlainWord, shortWords } from './bare-domains.ts'
import { digitsBefore, tokenBefore } from './digit-runs.ts'
import type { Identifier, IdentifierKind } from './identifiers.ts'
import { cue } from './lexicon.ts'
import { plain } from './reading.ts'
import type { Tokens } from './tokens.ts'

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const signAt = String.raw`\s?(?:@|\(at\)|\[at\]|\{at\}|<at>)\s?`
const wordAt = String.raw`\s(?:at|arroba|arobase)\s`
const signDot = String.raw`(?:\.|\s?(?:\(dot\)|\[dot\]|\{dot\}|<dot>)\s?)`
const wordDot = String.raw`\s(?:dot|punto|point)\s`
/** What may be 'at', with the name before it: found first, since most of a text is neither. */
const nameAndAt = new RegExp(
  String.raw`(?<![\w.+-])([a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9_+-])?)(?:${signAt}|${wordAt})`,
  'gi',
)
/** With a sign for 'at'; or with 'at' in words, and then a dot in words or a well-known ending: 'meet at noon. Bye' is none. */
const host = new RegExp(
  `(${signAt})(${label}(?:(?:${signDot}|${wordDot})${label}){0,3}(?:${signDot}|${wordDot})[a-z]{2,12})(?![\\w-])` +
    `|(${wordAt})(${label}(?:(?:${wordDot})${label}){0,2}(?:${wordDot}[a-z]{2,12}|\\.(?:com|net|org|example)))(?![\\w-])`,
  'iy',
)
const anyDot = new RegExp(`${signDot}|${wordDot}`, 'gi')
const known = new RegExp(`^(?:${endings})$`)
/** Scripts whose letters stand in words with Latin ones; others stand beside names of hosts without a space. */
const letters = String.raw`\w\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}`
const linkAmong = (letter: string, flags: string): RegExp =>
  new RegExp(
    String.raw`(?:https?:\/\/|www\.)[^\s<>"'()[\]]{3,300}|(?<![${letter}@.-])(?:${label}\.){1,4}(?:${endings}|[a-z]{2})(?:\/[^\s<>"'()[\]]{0,200})?(?![${letter}.@-])`,
    flags,
  )
const link = linkAmong(letters, 'giu')
const asciiLink = linkAmong(String.raw`\w`, 'gi')
/** Also in the form of a name of a host, where people own the names of their accounts. */
const handle = new RegExp(
  String.raw`(?<![\w@./])@((?:${label}\.){1,4}[a-z]{2,12}(?![\w@-]|\.\w)|[a-z0-9_](?:[a-z0-9_.]{1,30}[a-z0-9_])?(?![\w@]))`,
  'gi',
)
/** Houses where anybody has a mailbox: 'anna @gmail.com' is an address. */
const mailHouses =
  /^(?:mail|e-?mail|gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|aol|proton|protonmail|tutanota|gmx|web|yandex|ya|rambler|inbox|bk|list|ukr|qq|163|126|orange|free|laposte|wanadoo|sfr|libero|zoho)\./

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
  const dots = hasDot(source) && /[.．。]\p{L}|:\/\//u.test(source)
  const signs = hasSign(source) || ((cues & cue.at) !== 0 && /[([{<]at[)\]}>]/i.test(source))
  const inWords = (cues & cue.at) !== 0 && (dots || (cues & cue.dot) !== 0)
  if (!dots && !signs && !inWords) return []
  const read = plain(source)
  const { text } = read
  const found: Identifier[] = []
  let taken: Uint8Array | undefined
  const add = (kind: IdentifierKind, value: string, from: number, to: number): void => {
    taken ??= new Uint8Array(text.length)
    if (taken.subarray(from, to).includes(1)) return
    taken.fill(1, from, to)
    found.push({ kind, value, start: read.at(from), end: read.at(to - 1) + 1 })
  }
  if (signs || inWords)
    for (const { name, at, domain, from, to } of mailboxes(text)) {
      const ending = /[a-z]+$/.exec(domain)![0]
      if (!/[@(<[{]/.test(at) && !known.test(ending) && (ending.length > 2 || shortWords.has(ending)))
        continue
      if (isAccount(tokens, name, at, domain, read.at(from + name.length - 1) + 1))
        add('handle', `@:${domain}`, from + name.length + at.indexOf('@'), to)
      else add('email', `${name}@${domain}`, from, to)
    }
  if (dots)
    for (const match of text.matchAll(read.ascii ? asciiLink : link)) {
      const shown = match[0].replace(/[.,;:!?…]+$/, '')
      if (!isAddress(shown, text.slice(Math.max(0, match.index - 16), match.index))) continue
      const [kind, value] = readLink(shown)
      add(kind, value, match.index, match.index + shown.length)
    }
  if (signs)
    for (const match of text.matchAll(handle))
      if (/[a-z_]/i.test(match[1]!))
        add('handle', `@:${match[1]!.toLowerCase()}`, match.index, match.index + match[0].length)
  return found
}

/** Asked of every text: to look for one character costs less than any expression. */
function hasDot(source: string): boolean {
  return source.includes('.') || source.includes('．') || source.includes('。') || source.includes('://')
}

function hasSign(source: string): boolean {
  return source.includes('@') || source.includes('＠') || source.includes('﹫')
}

type Mailbox = { name: string; at: string; domain: string; from: number; to: number }

/** What is written as addresses are: a name, 'at' and a host. */
function* mailboxes(text: string): Generator<Mailbox> {
  for (const { index, 1: written } of text.matchAll(nameAndAt)) {
    host.lastIndex = index + written!.length
    const match = host.exec(text)
    if (match === null) continue
    yield {
      name: written!.toLowerCase(),
      at: (match[1] ?? match[3])!,
      domain: (match[2] ?? match[4])!.toLowerCase().replace(anyDot, '.').replace(/\s/g, ''),
      from: index,
      to: host.lastIndex,
    }
  }
}

/**
 * Whether the name before '@' is none, and '@host' somebody's account: it is the end of a phone, spelled or not
 * ('+999 2-647-4246 @anna.chat.example'), or a plain word with a space behind it and none behind the '@' ('call me
 * @anna.chat.example'). Not decided: 'anna @host.example', read as an address where the name is no plain word.
 */
function isAccount(tokens: Tokens, name: string, at: string, domain: string, end: number): boolean {
  if (!at.includes('@')) return false
  const { digits, start } = digitsBefore(tokens, end)
  const spaced = /^\s@$/.test(at)
  if (digits > 0) {
    if (spaced) return true
    const own = name.replace(/\D/g, '').length
    const grouped = own < name.length || digits > own
    return (
      digits >= 7 && (tokens.source[start - 1] === '+' || (grouped && !(own === name.length && own >= 7)))
    )
  }
  return spaced && /^[a-z]+$/.test(name) && !mailHouses.test(domain) && isWord(tokens, name, end)
}

/** Of the lexicon, or plain. */
function isWord({ list }: Tokens, name: string, end: number): boolean {
  return isPlainWord(name) || list[tokenBefore(list, end)]?.meaning !== undefined
}

function isAddress(shown: string, before: string): boolean {
  if (/^(?:https?:\/\/|www\.)/i.test(shown))
    return /^[^/]*\/\/[\w-]+(?:\.[\w-]+)+|^www\.[\w-]+\./i.test(shown)
  return isBareDomain(shown, before)
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
