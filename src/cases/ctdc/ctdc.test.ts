import { describe, expect, it } from 'vitest'
import { ctdcColumns, toCtdc } from './ctdc.ts'

describe('the columns of the Counter Trafficking Data Collaborative', () => {
  it('are 38 of the 62, each once', () => expect(new Set(ctdcColumns).size).toBe(38))

  it('hold what was recorded, and never a 0 for what nobody looked for', () => {
    const row = toCtdc({
      record: {
        prs_Gender: 'Masculine',
        prs_Citizenship: ['VN'],
        vic_MethodsOfControl: ['DebtBondage'],
        vic_TypeOfExploitation: ['ChildLabour'],
        vic_ForcedLabourIndustry: ['A_AgricultureForestryAndFishing'],
      },
      plus: { version: 1, control: ['RestrictsMovement'], exploitation: ['ForcedCriminality'] },
    })
    expect(Object.keys(row)).toEqual(ctdcColumns)
    const said = Object.entries(row).filter(([, value]) => value !== -99)
    expect(Object.fromEntries(said)).toEqual({
      gender: 'Male',
      citizenship: 'VN',
      meansOfControlDebtBondage: 1,
      meansOfControlRestrictsMovement: 1,
      isForcedLabour: 1,
      typeOfLabourAgriculture: 1,
      typeOfLabourIllicitActivities: 1,
    })
    expect(Object.values(row)).not.toContain(0)
  })
})
