import type { Coordinates } from './scan.ts'
import { centreSorter, plane, sphere, type Centre, type Geometry } from './windows.ts'

/** A circle (ratio 1), or an ellipse: its longer axis over its shorter one, and the longer one's direction. */
export type ZoneShape = {
  ratio: number
  /** Radians, from east towards north. */
  angle: number
  /** What the likelihood ratio is multiplied by, so that a long thin window must earn its shape. */
  penalty: number
}

/** Ratios and numbers of directions of SaTScan's default; each ellipse overlaps the next by about 70 %. */
const ellipses = [
  [1.5, 4],
  [2, 6],
  [3, 9],
  [4, 12],
  [5, 15],
] as const

/**
 * The circle, and with `ellipse` 46 ellipses more. The penalty is Kulldorff, Huang, Pickle & Duczmal's (2006, Statistics
 * in Medicine 25:3929), of medium strength: (4s/(s+1)²)^½ for a ratio s.
 */
export function zoneShapes(shape: 'circle' | 'ellipse'): ZoneShape[] {
  const circle = { ratio: 1, angle: 0, penalty: 1 }
  if (shape === 'circle') return [circle]
  return [
    circle,
    ...ellipses.flatMap(([ratio, directions]) =>
      Array.from({ length: directions }, (_, i) => ({
        ratio,
        angle: (i * Math.PI) / directions,
        penalty: Math.sqrt((4 * ratio) / (ratio + 1) ** 2),
      })),
    ),
  ]
}

/**
 * The zones of a shape around each centre, as far as the caps admit. On the earth an ellipse lies in the azimuthal
 * equidistant map around its centre, which keeps distances and directions from there.
 */
export function zonesAround(
  coordinates: Coordinates,
  shape: ZoneShape,
  size: Float64Array,
  cap: number,
  maxRadius: number,
): (centre: number) => Centre & { kilometres(squared: number): number } {
  const geometry = shape.ratio === 1 ? roundGeometry(coordinates) : stretched(coordinates, shape)
  const sort = centreSorter(geometry, size, cap)
  return (centre) => {
    const zone = sort(centre)
    let { length } = zone
    while (length > 0 && geometry.kilometres(zone.distance[length - 1]!) > maxRadius) length--
    return { ...zone, length, kilometres: (squared) => geometry.kilometres(squared) }
  }
}

function roundGeometry(coordinates: Coordinates): Geometry {
  return coordinates.kind === 'plane'
    ? plane(coordinates.x, coordinates.y)
    : sphere(coordinates.latitude, coordinates.longitude)
}

/** The squared longer half of the ellipse around the centre on which a location lies. */
function stretched(coordinates: Coordinates, { ratio, angle }: ZoneShape): Geometry {
  const east = Math.cos(angle)
  const north = Math.sin(angle)
  const squared = (x: number, y: number) =>
    (x * east + y * north) ** 2 + (ratio * (y * east - x * north)) ** 2
  if (coordinates.kind === 'plane') {
    const { x, y } = coordinates
    return {
      n: x.length,
      squared(centre, into) {
        for (let i = 0; i < into.length; i++) into[i] = squared(x[i]! - x[centre]!, y[i]! - y[centre]!)
      },
      kilometres: Math.sqrt,
    }
  }
  const rad = Math.PI / 180
  const { latitude, longitude } = coordinates
  return {
    n: latitude.length,
    squared(centre, into) {
      const from = latitude[centre]! * rad
      for (let i = 0; i < into.length; i++) {
        const to = latitude[i]! * rad
        const turn = (longitude[i]! - longitude[centre]!) * rad
        const x = Math.cos(to) * Math.sin(turn)
        const y = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(turn)
        const sine = Math.hypot(x, y)
        const far =
          6367 *
          Math.atan2(sine, Math.sin(from) * Math.sin(to) + Math.cos(from) * Math.cos(to) * Math.cos(turn))
        into[i] = sine === 0 ? far * far * ratio * ratio : squared((far * x) / sine, (far * y) / sine)
      }
    },
    kilometres: Math.sqrt,
  }
}
