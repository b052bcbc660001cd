import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ilo11 } from '../screening/indicators.ts'
import { Mark } from '../screening/screening.ts'
import { htcds, toHtcds } from './htcds.ts'

describe('the Human Trafficking Case Data Standard 2.0', () => {
  it('has its 37 published columns, each once', () => {
    expect(htcds.columns).toHaveLength(37)
    expect(new Set(htcds.columns).size).toBe(37)
  })

  it('gets a row as the standard writes it', () => {
    const row = toHtcds({
      code: 'heron-4821',
      status: 'open',
      nationality: 'NGA',
      consent: true,
      decision: 'possible',
      marks: { deception: 'yes', debt_bondage: 'yes', isolation: 'yes', excessive_overtime: 'no' },
      facts: { 'purposes.forced_labour': true, 'purposes.begging': null },
    })
    expect(Object.keys(row)).toEqual(htcds.columns)
    expect(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''))).toEqual({
      cas_CaseOwner: 'heron-4821',
      con_Consent: 'TRUE',
      prs_Citizenship: 'NGA',
      vic_TraffickingStatus: 'PossibleVictimOfTrafficking',
      vic_TraffickinStatusDecisionMakingOrg: 'NGO',
      vic_MethodsOfControl: 'FalsePromises DebtBondage',
      vic_TypeOfExploitation: 'ForcedLabour',
      cas_Status: 'Active',
    })
  })

  it('never carries a value that its picklist does not have, nor a status nobody decided', () => {
    const marks = fc.dictionary(
      fc.constantFrom(...ilo11.indicators.map(({ id }) => id)),
      fc.constantFrom(...Mark.options),
    )
    fc.assert(
      fc.property(marks, fc.boolean(), (marked, purpose) => {
        const row = toHtcds({
          code: 'oak-1000',
          status: 'closed',
          nationality: null,
          consent: false,
          decision: null,
          marks: marked,
          facts: { 'purposes.servitude': purpose },
        })
        for (const [column, allowed] of Object.entries(htcds.picklists)) {
          for (const value of row[column]!.split(' ').filter(Boolean)) expect(allowed).toContain(value)
        }
        expect(row['vic_TraffickingStatus']).toBe('')
      }),
    )
  })
})
