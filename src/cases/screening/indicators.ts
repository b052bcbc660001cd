import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BadInput } from '#platform/errors'
import { IndicatorSet } from './screening.ts'

const read = (id: string): IndicatorSet =>
  IndicatorSet.parse(
    JSON.parse(
      readFileSync(fileURLToPath(new URL(`../../../data/indicators/${id}.json`, import.meta.url)), 'utf8'),
    ),
  )

/** The ILO's eleven indicators of forced labour, from `data/indicators/`. */
export const ilo11 = read('ilo-11')

/** ILO and European Commission, Delphi survey of 2009; each list holds the weights for adults and for children. */
export const delphiLabour = read('delphi-labour')
export const delphiSexual = read('delphi-sexual')

/** All lists one can screen by. */
export const indicatorSets: readonly IndicatorSet[] = [ilo11, delphiLabour, delphiSexual, read('unodc')]

/** The list of this id. Throws `BadInput` for one we do not have. */
export function getSet(id: string): IndicatorSet {
  const set = indicatorSets.find((one) => one.id === id)
  if (set) return set
  throw new BadInput(`set: found ${id}, expected one of ${indicatorSets.map((one) => one.id).join(', ')}`, {
    field: 'set',
  })
}
