import { UndirectedGraph } from 'graphology'
import louvain from 'graphology-communities-louvain'

/** Two things that stand in the same observations: identifiers, or an edition of a text. */
export type Link = {
  a: string
  b: string
  /** In how many observations both stand, and each. */
  together: number
  inA: number
  inB: number
}

export const graphSettings = {
  /**
   * A link counts from this cosine on: together / √(inA · inB). A hotline's number in a footer stands in a hundred
   * thousand ads and with each text in a few, so it joins nothing; no list of such numbers is needed.
   */
  cosine: 0.12,
  /** Once together is chance, unless both are rare. */
  cosineOfOne: 0.3,
  /** A component with more things than this is divided into communities. */
  divideFrom: 12,
  resolution: 0.5,
} as const

export function cosine(link: Link): number {
  return link.together / Math.sqrt(link.inA * link.inB)
}

/** Groups of things that belong together; the same for any order of the links. */
export function communities(links: readonly Link[]): string[][] {
  const graph = new UndirectedGraph()
  const kept = links
    .map((link) => ({ ...link, weight: cosine(link) }))
    .filter(
      ({ weight, together }) => weight >= (together === 1 ? graphSettings.cosineOfOne : graphSettings.cosine),
    )
    .sort((x, y) => (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1))
  for (const { a, b, weight } of kept) {
    graph.mergeNode(a)
    graph.mergeNode(b)
    graph.mergeEdge(a, b, { weight })
  }
  const groups: string[][] = []
  for (const component of components(graph)) {
    if (component.length < graphSettings.divideFrom) groups.push(component)
    else groups.push(...divide(graph, component))
  }
  return groups
}

function components(graph: UndirectedGraph): string[][] {
  const seen = new Set<string>()
  const found: string[][] = []
  for (const start of graph.nodes().sort()) {
    if (seen.has(start)) continue
    seen.add(start)
    const component = [start]
    for (const node of component) {
      graph.forEachNeighbor(node, (neighbour) => {
        if (seen.has(neighbour)) return
        seen.add(neighbour)
        component.push(neighbour)
      })
    }
    found.push(component.sort())
  }
  return found
}

/** Louvain (Blondel and others 2008) without its random walk, so that the same graph gives the same communities. */
function divide(graph: UndirectedGraph, component: readonly string[]): string[][] {
  const part = new UndirectedGraph()
  for (const node of component) part.addNode(node)
  for (const node of component) {
    graph.forEachEdge(node, (_, attributes, source, target) => {
      if (source === node) part.mergeEdge(source, target, { weight: attributes['weight'] as number })
    })
  }
  const of = louvain(part, {
    getEdgeWeight: 'weight',
    resolution: graphSettings.resolution,
    randomWalk: false,
  })
  const groups = new Map<number, string[]>()
  for (const [node, community] of Object.entries(of)) {
    const group = groups.get(community)
    if (group === undefined) groups.set(community, [node])
    else group.push(node)
  }
  return [...groups.values()]
}
