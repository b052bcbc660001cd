import { cue, type Period } from './lexicon.ts'
import type { Mention } from './mentions.ts'
import { digitsOf, type Token, type Tokens } from './tokens.ts'

const signs: Record<string, string> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '₽': 'RUB',
  '₹': 'INR',
  '₴': 'UAH',
  '₺': 'TRY',
  '฿': 'THB',
  '¥': 'JPY',
  '₦': 'NGN',
  '₱': 'PHP',
  '₫': 'VND',
  '₩': 'KRW',
}
const signAfter = /^\s?([$€£₽₹₴₺฿¥₦₱₫₩])/u
const signBefore = /([$€£₽₹₴₺฿¥₦₱₫₩])\s?$/u
const rangeWords = /^\s*(?:[-–—]|to|à|a|al|bis|до|إلى|الى)\s*$/iu
/** '/h', '/hr', '/mo', 'p/h', 'p.m.' right behind the amount. */
const shortPeriod =
  /^\s?(?:\/|p\/|per\s)\s?(h|hr|hour|d|day|wk|week|mo|mth|month|m|yr|year|night|mois|mes|sem)(?![\p{L}\p{N}])/iu
const shortPeriods: Record<string, Period> = {
  h: 'hour',
  hr: 'hour',
  hour: 'hour',
  d: 'day',
  day: 'day',
  wk: 'week',
  week: 'week',
  sem: 'week',
  mo: 'month',
  mth: 'month',
  m: 'month',
  month: 'month',
  mois: 'month',
  mes: 'month',
  yr: 'year',
  year: 'year',
  night: 'night',
}
/** How many words back a wage or rent is named. */
const reach = 5

type Amount = {
  text: string
  start: number
  end: number
  first: number
  last: number
  currency: string
  glued?: number
}

/**
 * Amounts of money with their currency: a wage where a period of a day or longer stands with it, or a word of pay
 * before it; a price otherwise (rents too). Values: '1200 EUR', '1200-1500 EUR/month'. An amount without a currency
 * is none, save behind a word of pay and with a period.
 */
export function money({ source, list }: Tokens): Mention[] {
  const found: Mention[] = []
  for (let i = 0; i < list.length; i++) {
    const amount = amountAt(source, list, i)
    if (amount === undefined) continue
    // '$100 million', '55,000' broken off by a missing space: no amount that an ad names.
    if (
      /^(?:[.,]\d|\s?(?:million|billion|mio|mrd|bn|millones|مليون|млн)(?!\p{L}))/iu.test(
        source.slice(amount.end, amount.end + 12),
      )
    )
      continue
    const { period, end } = periodAfter(source, list, amount)
    const before = cuesBefore(source, list, i)
    const paid = (before & cue.wage) !== 0
    const rent = (before & cue.rent) !== 0
    if ((before & cue.noMoney) !== 0 && !/[$€£]/.test(source.slice(amount.start, amount.end))) continue
    if (amount.currency === '' && !(paid && period !== undefined)) continue
    const longer = period !== undefined && period !== 'hour' && period !== 'night' && period !== 'visit'
    const kind = !rent && (paid ? period !== undefined || amount.currency !== '' : longer) ? 'wage' : 'price'
    const unit = amount.currency === '' ? '' : ` ${amount.currency}`
    found.push({
      kind,
      value: `${amount.text}${unit}${period === undefined ? '' : `/${period}`}`,
      start: amount.start,
      end,
    })
    i = amount.last
  }
  return found
}

/** An amount that begins at token `i`, with its currency ('' for none). */
function amountAt(source: string, list: readonly Token[], i: number): Amount | undefined {
  const token = list[i]!
  const glued =
    token.kind === 'word' ? /^(\d{1,6})(k?)(\p{L}{2,6})?$/iu.exec(source.slice(token.start, token.end)) : null
  if (token.kind !== 'number' && glued === null) return undefined
  const piece = token.kind === 'number' ? source.slice(token.start, token.end) : glued![1]!
  const values = amountsOf(piece)
  if (values === undefined) return undefined
  let { start, end } = token
  if (token.kind === 'number') end = token.start + piece.length
  let text = values.join('-')
  if (glued?.[2]) text = `${text}000`
  let last = i
  let currency = ''
  const gluedWord = glued?.[3]?.toUpperCase()
  if (gluedWord !== undefined) {
    const known = /^(EUR|EUROS?|USD|GBP|AED|SAR|CHF|KSH|BAHT|RUB|PLN|LEI)$/.exec(gluedWord)?.[1]
    if (known === undefined) return undefined
    currency = { EURO: 'EUR', EUROS: 'EUR', KSH: 'KES', BAHT: 'THB', LEI: 'RON' }[known] ?? known
  }
  const sign = signBefore.exec(source.slice(Math.max(0, start - 2), start))
  if (sign !== null) {
    currency = signs[sign[1]!]!
    start -= sign[0].length
  } else if (
    list[i - 1]?.meaning?.currency !== undefined &&
    /^[\s:.]{0,2}$/.test(source.slice(list[i - 1]!.end, start))
  ) {
    currency = list[i - 1]!.meaning!.currency!
    start = list[i - 1]!.start
  }
  // A range: '1200 to 1500', '€1200 - €1500'.
  const next = list[last + 1]
  const after = list[last + 2]
  if (values.length === 1 && next !== undefined) {
    const to = next.kind === 'number' ? next : after
    if (
      to?.kind === 'number' &&
      rangeWords.test(source.slice(end, to.start).replace(/[$€£₽₹₴₺฿¥₦₱₫₩]/gu, ''))
    ) {
      const more = amountsOf(source.slice(to.start, to.end))
      if (more?.length === 1) {
        text = `${text}-${more[0]!}`
        end = to.end
        last = list.indexOf(to, last)
      }
    }
  }
  const afterSign = currency === '' ? signAfter.exec(source.slice(end, end + 3)) : null
  if (afterSign !== null) {
    currency = signs[afterSign[1]!]!
    end += afterSign[0].length
  }
  if (source[end] === '+') end++
  const word = list[last + 1]
  if (
    word?.meaning?.currency !== undefined &&
    (currency === '' || word.meaning.currency === currency) &&
    /^[\s.]{0,2}$/.test(source.slice(end, word.start))
  ) {
    currency = word.meaning.currency
    end = word.end
    last++
  }
  return { text, start, end, first: i, last, currency }
}

/** '1.500,00' → 1500, '1,200' → 1200, '18-25' → 18 and 25; nothing for what is no amount (phones, days). */
function amountsOf(piece: string): string[] | undefined {
  const parts = piece.trim().split(/\s?[-–]\s?/)
  if (parts.length > 2) return undefined
  const values: string[] = []
  for (const part of parts) {
    const match = /^(\p{Nd}{1,3}(?:[.,\s\u00a0]\p{Nd}{3}){1,2}|\p{Nd}{1,7})(?:[.,](\p{Nd}{1,2}))?$/u.exec(
      part,
    )
    if (match === null) return undefined
    const whole = digitsOf(match[1]!).replace(/^0+(?=\d)/, '')
    const cents = digitsOf(match[2] ?? '').replace(/0+$/, '')
    values.push(cents === '' ? whole : `${whole}.${cents}`)
  }
  return values
}

/** What the amount is for: 'a month', '/h', 'monthly', 'par mois', 'شهريا'; at most three words on. */
function periodAfter(
  source: string,
  list: readonly Token[],
  amount: Amount,
): { period: Period | undefined; end: number } {
  const short = shortPeriod.exec(source.slice(amount.end, amount.end + 12))
  if (short !== null)
    return { period: shortPeriods[short[1]!.toLowerCase()], end: amount.end + short[0].length }
  let at = amount.end
  for (let j = amount.last + 1; j < list.length && j <= amount.last + 3; j++) {
    const token = list[j]!
    if (/[.!?;\n,|•·*]/.test(source.slice(at, token.start))) break
    const { meaning } = token
    // 'an' by itself is English.
    if (/par\s+an$/i.test(source.slice(amount.end, token.end))) return { period: 'year', end: token.end }
    if (meaning?.period !== undefined) return { period: meaning.period, end: token.end }
    if (meaning === undefined || (meaning.cues & cue.per) === 0) break
    at = token.end
  }
  return { period: undefined, end: amount.end }
}

function cuesBefore(source: string, list: readonly Token[], i: number): number {
  let cues = 0
  for (let j = i - 1; j >= 0 && j >= i - reach; j--) {
    if (/[.!?\n•·*|]/.test(source.slice(list[j]!.end, list[j + 1]!.start))) break
    cues |= list[j]!.meaning?.cues ?? 0
  }
  return cues
}
