import countries from 'i18n-iso-countries'

/** Made once for each zone: making one costs a hundred times what using it does. */
const formatOf = new Map<string, Intl.DateTimeFormat>()
const zonesOf = new Map<string, readonly string[]>()

/**
 * The day it still is somewhere in a country: the day of its time zone that is furthest behind (CLDR's zones, summer time
 * included). A deadline is missed only once its last day is over everywhere in the country whose law set it. A country we
 * know no zone of (a made-up one) keeps UTC.
 */
export function localDay(jurisdiction: string, now: Date): string {
  return zones(jurisdiction)
    .map((zone) => dayIn(zone, now))
    .reduce((first, day) => (day < first ? day : first))
}

function dayIn(timeZone: string, now: Date): string {
  let format = formatOf.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formatOf.set(timeZone, format)
  }
  const parts = format.formatToParts(now)
  const part = (type: string) => parts.find((each) => each.type === type)!.value
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

function zones(jurisdiction: string): readonly string[] {
  const known = zonesOf.get(jurisdiction)
  if (known) return known
  const region = countries.alpha3ToAlpha2(jurisdiction)
  const locale = region === undefined ? undefined : new Intl.Locale(`und-${region}`)
  const found = (locale as { timeZones?: string[] } | undefined)?.timeZones
  const all = found === undefined || found.length === 0 ? ['UTC'] : found
  zonesOf.set(jurisdiction, all)
  return all
}
