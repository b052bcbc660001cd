import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { IndicatorSet } from './screening.ts'

const file = fileURLToPath(new URL('../../../data/indicators/ilo-11.json', import.meta.url))

/** The ILO's eleven indicators of forced labour, from `data/indicators/`. */
export const ilo11: IndicatorSet = IndicatorSet.parse(JSON.parse(readFileSync(file, 'utf8')))
