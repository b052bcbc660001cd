import { latLngToCell } from 'h3-js'
import { openGazetteer } from '#sources'
import { BadInput } from '#platform/errors'
import { type Area, AREA_RESOLUTION } from '../placement/need.ts'

/**
 * The area of a place, told offline: a town's name within its country, or `latitude, longitude`. Only the cell is kept.
 * Throws `BadInput` naming the field when no town, or more than one, has the name.
 */
export function areaOf(place: string, country: string, field: string): Area {
  const point = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(place)
  if (point) {
    const [latitude, longitude] = [Number(point[1]), Number(point[2])]
    if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
      throw new BadInput(`${field}: expected a latitude to 90 and a longitude to 180`, { field })
    }
    const cell = latLngToCell(latitude, longitude, AREA_RESOLUTION)
    return { cell, place: `${latitude.toFixed(1)}, ${longitude.toFixed(1)}` }
  }
  const found = openGazetteer().resolve(place, country)
  if (!found.found || found.latitude === null || found.longitude === null) {
    const several = !found.found && found.reason === 'ambiguous'
    throw new BadInput(
      `${field}: ${several ? 'several towns have this name' : 'no town of this name is known'}; name the region too, or give latitude, longitude`,
      { field },
    )
  }
  return { cell: latLngToCell(found.latitude, found.longitude, AREA_RESOLUTION), place: found.name }
}
