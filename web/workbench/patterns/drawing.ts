import { UndirectedGraph } from 'graphology'
import type { PatternDetail } from '#detect'
import { dataColours } from '../../ui/data-colours.ts'
import { layOut } from './graph-layout.ts'

type Graph = PatternDetail['graph']
export type Thing = Graph['nodes'][number]

/** A kind of thing has a shape and a colour; either alone tells it. Paths in a square of 20 around the middle. */
const shapes: Readonly<Record<string, { path: string; colour: string }>> = {
  edition: { path: 'M-7-7H7V7H-7Z', colour: dataColours[0] },
  phone: { path: 'M0-8A8 8 0 1 1 0 8A8 8 0 1 1 0-8Z', colour: dataColours[1] },
  email: { path: 'M0-9 9 0 0 9-9 0Z', colour: dataColours[2] },
  handle: { path: 'M0-9 8 7H-8Z', colour: dataColours[3] },
  domain: { path: 'M-5-8H5L9 0 5 8H-5L-9 0Z', colour: dataColours[4] },
  image: { path: 'M0 9 8-7H-8Z', colour: dataColours[5] },
}
const other = { path: 'M-8-4V4L-4 8H4L8 4V-4L4-8H-4Z', colour: dataColours[6] }
export const shapeOf = (kind: string): { path: string; colour: string } => shapes[kind] ?? other

/** The most that are drawn: more are a knot, and the table holds all. */
export const mostDrawn = 60

export type NodeLook = { x: number; y: number; size: number; color: string; label: string; kind: string }
export type EdgeLook = { size: number; color: string; weight: number }
export type Drawn = UndirectedGraph<NodeLook, EdgeLook>

/** What is drawn of a pattern: the things that stand in most posts, at places that are the same each time. */
export function drawn(graph: Graph, nameOf: (thing: Thing) => string, lineColour: string): Drawn {
  const nodes = graph.nodes.toSorted((a, b) => b.observations - a.observations).slice(0, mostDrawn)
  const ids = new Set(nodes.map(({ id }) => id))
  const edges = graph.edges.filter(({ a, b }) => ids.has(a) && ids.has(b))
  const at = layOut(nodes, edges, { width: 900, height: 480 })
  const made: Drawn = new UndirectedGraph()
  for (const thing of nodes) {
    const { x, y } = at.get(thing.id)!
    made.addNode(thing.id, {
      x,
      // The drawing counts upwards, the layout downwards.
      y: 480 - y,
      size: 8 + Math.min(10, thing.observations / 8),
      color: shapeOf(thing.kind).colour,
      label: nameOf(thing),
      kind: thing.kind,
    })
  }
  for (const { a, b, weight } of edges)
    if (!made.hasEdge(a, b)) made.addEdge(a, b, { size: 0.75 + 3 * weight, color: lineColour, weight })
  return made
}

/** The neighbours of a thing, the strongest link first: the order in which the keyboard walks them. */
export function neighboursOf(graph: Graph, id: string): { id: string; together: number; weight: number }[] {
  return graph.edges
    .flatMap(({ a, b, together, weight }) =>
      a === id ? [{ id: b, together, weight }] : b === id ? [{ id: a, together, weight }] : [],
    )
    .toSorted((x, y) => y.weight - x.weight || (x.id < y.id ? -1 : 1))
}
