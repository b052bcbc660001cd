import pointInPolygon from 'point-in-polygon-hao'
import { orient2d } from 'robust-predicates'

/** Rings of [longitude, latitude]; the first is the outer one, each closed by repeating its first point. */
export type Polygon = readonly (readonly (readonly [number, number])[])[]

/**
 * An area's polygons, unrolled: where the source's outline crosses the antimeridian its longitudes go on beyond ±180°,
 * so that no edge spans the world.
 */
export type Outline = {
  polygons: readonly Polygon[]
  box: readonly [west: number, south: number, east: number, north: number]
}

/** Mean radius of the earth in kilometres (IUGG). */
const RADIUS = 6371.0088

/** Unrolls polygons: two neighbouring points more than half the world apart in longitude lie across the antimeridian. */
export function unroll(polygons: readonly Polygon[]): { outline: Outline; crossesAntimeridian: boolean } {
  let crosses = false
  const unrolled = polygons.map((polygon) =>
    polygon.map((ring) => {
      let turn = 0
      return ring.map(([longitude, latitude], i): [number, number] => {
        const step = i === 0 ? 0 : longitude - ring[i - 1]![0]
        if (Math.abs(step) > 180) {
          turn -= Math.sign(step) * 360
          crosses = true
        }
        return [longitude + turn, latitude]
      })
    }),
  )
  const points = unrolled.flat(2)
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [longitude, latitude] of points) {
    box[0] = Math.min(box[0], longitude)
    box[1] = Math.min(box[1], latitude)
    box[2] = Math.max(box[2], longitude)
    box[3] = Math.max(box[3], latitude)
  }
  return { outline: { polygons: unrolled, box }, crossesAntimeridian: crosses }
}

/** Whether a point lies in an outline or on its border; the point is also tried a turn of the earth away. */
export function contains({ polygons, box }: Outline, longitude: number, latitude: number): boolean {
  if (latitude < box[1] || latitude > box[3]) return false
  for (const turn of [0, 360, -360]) {
    const x = longitude + turn
    if (x < box[0] || x > box[2]) continue
    if (
      polygons.some((polygon) => pointInPolygon([x, latitude], polygon as unknown as number[][][]) !== false)
    )
      return true
  }
  return false
}

/** Square kilometres on a sphere of the mean radius, holes taken off (Chamberlain & Duquette 2007, JPL 07-03). */
export function squareKilometres({ polygons }: Outline): number {
  const rad = Math.PI / 180
  let total = 0
  for (const polygon of polygons) {
    polygon.forEach((ring, r) => {
      let sum = 0
      for (let i = 0; i + 1 < ring.length; i++) {
        const [x, y] = ring[i]!
        const [u, v] = ring[i + 1]!
        sum += (u - x) * rad * (2 + Math.sin(y * rad) + Math.sin(v * rad))
      }
      total += (r === 0 ? 1 : -1) * Math.abs((sum * RADIUS * RADIUS) / 2)
    })
  }
  return total
}

/** A point to stand for the area: the middle of its largest polygon by area, as on a plane; for distances, not for display. */
export function middleOf({ polygons }: Outline): { latitude: number; longitude: number } {
  let best = { area: -1, x: 0, y: 0 }
  for (const [ring] of polygons) {
    if (!ring || ring.length === 0) continue
    const [x0, y0] = ring[0]!
    let area = 0
    let x = 0
    let y = 0
    for (let i = 0; i + 1 < ring.length; i++) {
      const [a, b] = [ring[i]![0] - x0, ring[i]![1] - y0]
      const [c, d] = [ring[i + 1]![0] - x0, ring[i + 1]![1] - y0]
      const cross = a * d - c * b
      area += cross
      x += (a + c) * cross
      y += (b + d) * cross
    }
    if (Math.abs(area) > best.area && area !== 0) {
      best = { area: Math.abs(area), x: x0 + x / (3 * area), y: y0 + y / (3 * area) }
    }
  }
  const longitude = best.x > 180 ? best.x - 360 : best.x < -180 ? best.x + 360 : best.x
  return { latitude: best.y, longitude }
}

/**
 * A point near which a ring crosses itself, or undefined. Edges are swept from west to east; two that share no end
 * point and overlap are held against each other with exact arithmetic.
 */
export function selfCrossing({ polygons }: Outline): readonly [number, number] | undefined {
  for (const polygon of polygons) {
    for (const ring of polygon) {
      const crossing = ringCrossing(ring)
      if (crossing) return crossing
    }
  }
  return undefined
}

function ringCrossing(ring: Polygon[number]): readonly [number, number] | undefined {
  const edges = ring.slice(1).flatMap((to, i) => {
    const from = ring[i]!
    return from[0] === to[0] && from[1] === to[1]
      ? []
      : [{ i, from, to, west: Math.min(from[0], to[0]), east: Math.max(from[0], to[0]) }]
  })
  edges.sort((a, b) => a.west - b.west)
  const open: typeof edges = []
  for (const edge of edges) {
    for (let o = open.length - 1; o >= 0; o--) {
      const other = open[o]!
      if (other.east < edge.west) {
        open[o] = open.at(-1)!
        open.pop()
      } else if (cross(edge.from, edge.to, other.from, other.to)) return edge.from
    }
    open.push(edge)
  }
  return undefined
}

type Spot = readonly [number, number]

/** Whether two edges cross in their insides; touching at an end is no crossing. */
function cross(a: Spot, b: Spot, c: Spot, d: Spot): boolean {
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  const side = (p: Spot, q: Spot, r: Spot) => Math.sign(orient2d(p[0], p[1], q[0], q[1], r[0], r[1]))
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}
