import { describe, expect, it } from 'vitest'
import { Report, type ReportStatus } from '../report/report.ts'
import { demandsOn, protocol, readProtocol, type Standing } from './protocol.ts'
import { type ContactAddress, ContactHours, isTimeZone, safeAt } from './safe-contact.ts'

const standing = (change: Partial<Standing> = {}): Standing => ({
  report: Report.parse({}),
  danger: 'unknown',
  channel: 'phone',
  status: 'read' as ReportStatus,
  receivedAt: new Date('2026-11-30T05:00:00Z'),
  answerBy: '2026-12-03',
  answered: false,
  ...change,
})

describe('what is asked of the team by a day', () => {
  it('puts a plan for safety first where somebody is in danger, and a child’s protection next', () => {
    const report = Report.parse({ child: 'yes' })
    const demands = demandsOn(standing({ danger: 'immediate', report, answerBy: '2026-12-01' }))
    expect(demands.slice(0, 2).map(({ id, by }) => [id, by])).toEqual([
      ['safety_plan', '2026-11-30'],
      ['child_protection', '2026-12-01'],
    ])
  })

  it('counts months to the last day of a shorter one', () => {
    expect(demandsOn(standing()).find(({ id }) => id === 'feedback')?.by).toBe('2027-02-28')
  })

  it('is done by an answer, a case, or closing, and says so', () => {
    const open = (change: Partial<Standing>) =>
      demandsOn(standing(change)).flatMap(({ id, done }) => (done ? [] : [id]))
    expect(open({})).toEqual(['answer', 'acknowledge', 'feedback'])
    expect(open({ answered: true })).toEqual(['feedback'])
    expect(open({ status: 'in_case' })).toEqual([])
    expect(open({ status: 'closed' })).toEqual([])
  })

  it('names its source for each, and refuses a file that is none', () => {
    expect(protocol.demands.every(({ source }) => source.length > 20)).toBe(true)
    expect(() => readProtocol('version: 1\ndemands: [{id: x, within: {weeks: 1}}]', 'p.yaml')).toThrow(
      /p\.yaml/,
    )
  })
})

describe('whether an address is safe now', () => {
  const address = (change: Partial<ContactAddress>): ContactAddress => ({
    kind: 'phone',
    address: '1',
    safe: 'ask_first',
    note: '',
    hours: [],
    ...change,
  })
  const hours = (days: number[], from: string, to: string, safe: 'yes' | 'no' = 'yes') =>
    ContactHours.parse({ days, from, to, safe })
  // Wednesday, 09:30 in Rome.
  const at = new Date('2026-03-04T08:30:00Z')
  const inRome = (one: ContactAddress, when = at) => safeAt(one, 'Europe/Rome', when)

  it('is ask first unless told, and no whatever the hour where the address is not safe', () => {
    expect(inRome(address({}))).toBe('ask_first')
    expect(inRome(address({ safe: 'no', hours: [hours([3], '09:00', '12:00')] }))).toBe('no')
  })

  it('goes by the hours where the reporter is, and by the stricter of two', () => {
    const mornings = address({ hours: [hours([3], '09:00', '10:00')] })
    expect(inRome(mornings)).toBe('yes')
    expect(safeAt(mornings, 'Asia/Manila', at)).toBe('no')
    expect(
      inRome(address({ hours: [hours([3], '09:00', '10:00'), hours([3], '09:15', '09:45', 'no')] })),
    ).toBe('no')
  })

  it('knows hours past midnight, and the hour that a change of clocks moves', () => {
    const nights = address({ hours: [hours([7], '22:00', '03:00')] })
    expect(inRome(nights, new Date('2026-03-08T22:30:00Z'))).toBe('yes')
    expect(inRome(nights, new Date('2026-03-09T01:30:00Z'))).toBe('yes')
    expect(inRome(nights, new Date('2026-03-09T02:30:00Z'))).toBe('no')
    // In Rome summer begins on 29 March 2026 at 01:00 UTC: 08:30 UTC is then 10:30.
    const sundays = address({ hours: [hours([7], '10:00', '11:00')] })
    expect(inRome(sundays, new Date('2026-03-29T08:30:00Z'))).toBe('yes')
    expect(inRome(sundays, new Date('2026-03-22T08:30:00Z'))).toBe('no')
  })

  it('refuses an hour and a zone that there is not', () => {
    expect(ContactHours.safeParse({ days: [8], from: '24:00', to: '9', safe: 'yes' }).success).toBe(false)
    expect([isTimeZone('Europe/Rome'), isTimeZone('Middle/Earth')]).toEqual([true, false])
  })
})
