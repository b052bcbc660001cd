/** A place on the map with how many rows stand there. */
export type Point = { h3: string; country: string; latitude: number; longitude: number; rows: number }

export type Suspicion = { h3: string; rows: number; why: 'null-island' | 'swapped' | 'outside-the-world' }

/** How far a point may lie from its country's middle, in degrees, before another reading is tried. */
const FAR = 15
const NEAR = 5

/**
 * Points that are probably mistakes: at 0° 0°, outside the world, or far from where their country's other points lie
 * but close to them with latitude and longitude exchanged. They are left out of maps and said, never moved.
 */
export function suspiciousPoints(points: readonly Point[]): Suspicion[] {
  const found: Suspicion[] = []
  const good: Point[] = []
  for (const point of points) {
    const { h3, rows, latitude, longitude } = point
    if (Math.abs(latitude) < 1e-6 && Math.abs(longitude) < 1e-6) found.push({ h3, rows, why: 'null-island' })
    else if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
      found.push({ h3, rows, why: 'outside-the-world' })
    } else good.push(point)
  }
  for (const [country, own] of byCountry(good)) {
    if (country === '' || own.length < 3) continue
    const middle = { latitude: median(own, 'latitude'), longitude: median(own, 'longitude') }
    for (const { h3, rows, latitude, longitude } of own) {
      const away = Math.max(
        Math.abs(latitude - middle.latitude),
        aroundTheWorld(longitude - middle.longitude),
      )
      const exchanged = Math.max(
        Math.abs(longitude - middle.latitude),
        aroundTheWorld(latitude - middle.longitude),
      )
      if (away > FAR && exchanged < NEAR) found.push({ h3, rows, why: 'swapped' })
    }
  }
  return found
}

function aroundTheWorld(degrees: number): number {
  const d = Math.abs(degrees) % 360
  return d > 180 ? 360 - d : d
}

/** Weighted by rows, so that a few wrong points do not move it. */
function median(points: readonly Point[], axis: 'latitude' | 'longitude'): number {
  const sorted = [...points].sort((a, b) => a[axis] - b[axis])
  let left = sorted.reduce((sum, point) => sum + point.rows, 0) / 2
  for (const point of sorted) {
    left -= point.rows
    if (left <= 0) return point[axis]
  }
  return sorted.at(-1)![axis]
}

function byCountry(points: readonly Point[]): Map<string, Point[]> {
  const groups = new Map<string, Point[]>()
  for (const point of points) {
    const group = groups.get(point.country)
    if (group) group.push(point)
    else groups.set(point.country, [point])
  }
  return groups
}
