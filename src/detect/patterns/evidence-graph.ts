import { createRequire } from 'node:module'
import { UndirectedGraph } from 'graphology'
import { blocks } from './blocks.ts'

// Its types describe a default export; what it exports is the function itself.
const louvain = createRequire(import.meta.url)('graphology-communities-louvain') as (
  graph: UndirectedGraph,
  options: { getEdgeWeight: string; resolution: number; randomWalk: boolean },
) => Record<string, number>

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
  cosine: 0.09,
  /** Once together is chance, unless both are rare. */
  cosineOfOne: 0.25,
  /** Of one observation so many identifiers are linked at most. */
  mostThings: 32,
  /** A component with more things than this is divided into communities. */
  divideFrom: 24,
  resolution: 0.1,
} as const

export function cosine(link: Link): number {
  return link.together / Math.sqrt(link.inA * link.inB)
}

/**
 * Groups of things that belong together; the same for any order of the links.
 *
 * One shared thing is a coincidence: a hotel's phone, a picture from the net, a sentence everybody writes. So a group
 * is a block of the graph: no single thing holds it together. What hangs on one thing only (a text used under one
 * phone) goes with that thing's group, when it has one group only.
 */
export function communities(links: readonly Link[]): string[][] {
  const graph = new UndirectedGraph()
  const kept = inCompany(
    links
      .map((link) => ({ ...link, weight: cosine(link) }))
      .filter(
        ({ weight, together }) =>
          weight >= (together === 1 ? graphSettings.cosineOfOne : graphSettings.cosine),
      ),
  ).sort((x, y) => (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1))
  for (const { a, b, weight } of kept) {
    graph.mergeNode(a)
    graph.mergeNode(b)
    graph.mergeEdge(a, b, { weight })
  }
  const neighbours = new Map(graph.mapNodes((node) => [node, graph.neighbors(node).sort()]))
  const all = blocks(neighbours)
  const groups = all
    .filter((block) => block.length > 2)
    .flatMap((block) => (block.length < graphSettings.divideFrom ? [block] : divide(graph, block)))
  return attachLeaves(
    groups,
    all.filter((block) => block.length === 2),
    neighbours,
  )
}

/** Without the pairs that are linked with nothing else: most of all links, and of no group. */
function inCompany<Some extends Link>(links: readonly Some[]): Some[] {
  const linked = new Map<string, number>()
  for (const { a, b } of links) linked.set(a, (linked.get(a) ?? 0) + 1).set(b, (linked.get(b) ?? 0) + 1)
  return links.filter(({ a, b }) => linked.get(a)! > 1 || linked.get(b)! > 1)
}

function attachLeaves(
  groups: readonly string[][],
  bridges: readonly string[][],
  neighbours: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const groupsOf = new Map<string, number[]>()
  groups.forEach((group, i) => {
    for (const thing of group) groupsOf.set(thing, [...(groupsOf.get(thing) ?? []), i])
  })
  const made = groups.map((group) => [...group])
  for (const [a, b] of bridges as [string, string][]) {
    for (const [leaf, stem] of [
      [a, b],
      [b, a],
    ] as const) {
      const home = groupsOf.get(stem)
      if (neighbours.get(leaf)!.length === 1 && home?.length === 1) made[home[0]!]!.push(leaf)
    }
  }
  return made.map((group) => group.sort())
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
