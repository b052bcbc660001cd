import type { Flow } from './routes.ts'

export type Suppressed = {
  shown: Flow[]
  /** Flows below the threshold. */
  below: number
  /** Flows at or above it that are withheld so that none below follows from a total. */
  complementary: number
}

/**
 * Withholds flows below k. Sources publish how many were detected in each country, so where only one flow into a country
 * is below, the smallest other one is withheld as well: the rest of the total then belongs to two.
 */
export function suppress(flows: readonly Flow[], k: number): Suppressed {
  const into = new Map<string, Flow[]>()
  for (const flow of flows) {
    const own = into.get(flow.to)
    if (own) own.push(flow)
    else into.set(flow.to, [flow])
  }
  const withheld = new Set<Flow>()
  let below = 0
  for (const own of into.values()) {
    const small = own.filter(({ count }) => count < k)
    below += small.length
    for (const flow of small) withheld.add(flow)
    if (small.length !== 1) continue
    const spare = own
      .filter(({ count }) => count >= k)
      .reduce<Flow | undefined>(
        (least, flow) => (least && least.count <= flow.count ? least : flow),
        undefined,
      )
    if (spare) withheld.add(spare)
  }
  return { shown: flows.filter((flow) => !withheld.has(flow)), below, complementary: withheld.size - below }
}
