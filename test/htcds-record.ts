import fc from 'fast-check'
import { htcds, type HtcdsField, type HtcdsRecord } from '../src/cases/htcds/standard.ts'

const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const text = (most: number) =>
  fc.string({ minLength: 1, maxLength: most, unit: 'grapheme' }).filter((one) => one.trim() !== '')
const some = <T>(of: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: Math.min(6, of.length) })

function valueOf(field: HtcdsField): fc.Arbitrary<HtcdsRecord[string]> {
  switch (field.type) {
    case 'boolean':
      return fc.boolean()
    case 'date':
      return day
    case 'number':
      // Whoever was born by 2020 may have been trafficked at any of these ages before the day of the test.
      return fc.integer({ min: 0, max: 5 })
    case 'latitude':
      return fc.double({ min: -90, max: 90, noNaN: true }).map((value) => value + 0)
    case 'longitude':
      return fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value + 0)
    case 'email':
      return fc.emailAddress()
    case 'phone':
      return fc.integer({ min: 10_000_000, max: 999_999_999 }).map((digits) => `+${digits}`)
    case 'language':
      return fc.constantFrom('eng', 'fra', 'spa', 'ara', 'khm')
    case 'countries':
      return some(htcds.citizenship)
    case 'code':
      return fc.constantFrom(...field.values!)
    case 'codes':
      return some(field.values!)
    case 'text':
      return text(60)
    case 'long_text':
      return text(400)
  }
}

/** Invented records of the standard: any of its fields, any of its values, names in any script. */
export const aHtcdsRecord: fc.Arbitrary<HtcdsRecord> = fc
  .record(Object.fromEntries(htcds.fields.map((field) => [field.name, valueOf(field)])), {
    requiredKeys: ['cas_Status'],
  })
  .map((record) => {
    const { cas_IncomingReferralDate: came, cas_OutgoingReferralDate: left } = record
    const isTurned = came !== undefined && left !== undefined && left < came
    return (
      isTurned ? { ...record, cas_IncomingReferralDate: left, cas_OutgoingReferralDate: came } : record
    ) as HtcdsRecord
  })
