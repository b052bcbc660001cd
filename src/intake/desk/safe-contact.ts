import { z } from 'zod'

export const ContactKind = z.enum(['phone', 'text', 'messenger', 'email', 'in_person', 'through_somebody'])

/** Nobody is reached on a guess: what was not said is 'ask first'. */
export const SafeToContact = z.enum(['yes', 'no', 'ask_first'])
export type SafeToContact = z.infer<typeof SafeToContact>

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time as 09:30')

/** Hours of some days of the week where the reporter is, and whether it is safe then. `to` before `from`: past midnight. */
export const ContactHours = z.object({
  days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('1 is Monday'),
  from: Time,
  to: Time,
  safe: SafeToContact,
})
export type ContactHours = z.infer<typeof ContactHours>

/** One address, and whether it is safe; hours say more than the address, and 'no' more than 'yes'. */
export const ContactAddress = z.object({
  kind: ContactKind,
  address: z.string().trim().min(1).max(300),
  safe: SafeToContact,
  hours: z.array(ContactHours).max(14).default([]),
  /** What to say, or not to say, when somebody else answers. */
  note: z.string().trim().max(500).default(''),
})
export type ContactAddress = z.infer<typeof ContactAddress>

export const SafeContact = z.object({
  timeZone: z.string().max(60).describe('Where the hours are told, as Europe/Rome'),
  addresses: z.array(ContactAddress).max(10).default([]),
})
export type SafeContact = z.infer<typeof SafeContact>

/** Whether an address is safe at a moment, by what was said of it. */
export function safeAt(address: ContactAddress, timeZone: string, at: Date): SafeToContact {
  if (address.safe === 'no') return 'no'
  const said = address.hours.filter((hours) => covers(hours, localTime(timeZone, at))).map(({ safe }) => safe)
  if (said.includes('no')) return 'no'
  if (said.includes('ask_first')) return 'ask_first'
  if (said.includes('yes')) return 'yes'
  // Hours are told for some other time: now is not one of them.
  return address.hours.some(({ safe }) => safe === 'yes') ? 'no' : address.safe
}

type Local = { day: number; time: string }

function covers({ days, from, to }: ContactHours, { day, time }: Local): boolean {
  if (from <= to) return days.includes(day) && time >= from && time < to
  const before = day === 1 ? 7 : day - 1
  return (days.includes(day) && time >= from) || (days.includes(before) && time < to)
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function localTime(timeZone: string, at: Date): Local {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { day: DAYS.indexOf(of('weekday')) + 1, time: `${of('hour')}:${of('minute')}` }
}

/** Whether this is a time zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
