/**
 * The blocks (biconnected components) of an undirected graph: groups that stay in one piece whichever single node is
 * taken away. Hopcroft and Tarjan 1973, without recursion. A node that joins several blocks is in each; a single edge
 * is a block of two.
 */
export function blocks(neighbours: ReadonlyMap<string, readonly string[]>): string[][] {
  const depth = new Map<string, number>()
  const low = new Map<string, number>()
  const found: string[][] = []
  for (const root of [...neighbours.keys()].sort()) {
    if (depth.has(root)) continue
    const edges: [string, string][] = []
    const path: { node: string; parent: string | undefined; next: number }[] = [
      { node: root, parent: undefined, next: 0 },
    ]
    depth.set(root, 0)
    low.set(root, 0)
    while (path.length > 0) {
      const here = path.at(-1)!
      const around = neighbours.get(here.node)!
      if (here.next < around.length) {
        const there = around[here.next++]!
        if (there === here.parent) continue
        const known = depth.get(there)
        if (known === undefined) {
          edges.push([here.node, there])
          depth.set(there, path.length)
          low.set(there, path.length)
          path.push({ node: there, parent: here.node, next: 0 })
        } else if (known < depth.get(here.node)!) {
          edges.push([here.node, there])
          low.set(here.node, Math.min(low.get(here.node)!, known))
        }
        continue
      }
      path.pop()
      const above = path.at(-1)
      if (above === undefined) break
      low.set(above.node, Math.min(low.get(above.node)!, low.get(here.node)!))
      if (low.get(here.node)! >= depth.get(above.node)!) {
        const block = new Set<string>()
        for (;;) {
          const [a, b] = edges.pop()!
          block.add(a).add(b)
          if (a === above.node && b === here.node) break
        }
        found.push([...block].sort())
      }
    }
  }
  return found
}
