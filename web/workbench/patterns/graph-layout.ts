export type Node = { id: string; observations: number }
export type Edge = { a: string; b: string; weight: number }
export type Spot = { x: number; y: number }

/**
 * Places the nodes of a small graph so that linked ones stand near: a spring model, from a fixed beginning on a
 * sunflower spiral, so the same graph always looks the same. Answers within 0..width and 0..height.
 */
export function layOut(
  nodes: readonly Node[],
  edges: readonly Edge[],
  { width, height, rounds = 300 }: { width: number; height: number; rounds?: number },
): ReadonlyMap<string, Spot> {
  const at = new Map(nodes.map(({ id }, index) => [id, spiral(index)]))
  const ideal = 90
  for (let round = 0; round < rounds; round++) {
    const heat = 12 * (1 - round / rounds)
    const moves = new Map(nodes.map(({ id }) => [id, { x: 0, y: 0 }]))
    const push = (id: string, x: number, y: number): void => {
      const move = moves.get(id)
      if (move) {
        move.x += x
        move.y += y
      }
    }
    for (const [first, { id: a }] of nodes.entries()) {
      for (const { id: b } of nodes.slice(first + 1)) {
        const [dx, dy, far] = between(at.get(a)!, at.get(b)!)
        const force = (ideal * ideal) / far / 60
        push(a, (-dx / far) * force, (-dy / far) * force)
        push(b, (dx / far) * force, (dy / far) * force)
      }
    }
    for (const { a, b, weight } of edges) {
      const [from, to] = [at.get(a), at.get(b)]
      if (!from || !to) continue
      const [dx, dy, far] = between(from, to)
      const force = ((far - ideal) / 14) * (0.4 + weight)
      push(a, (dx / far) * force, (dy / far) * force)
      push(b, (-dx / far) * force, (-dy / far) * force)
    }
    for (const [id, { x, y }] of moves) {
      const spot = at.get(id)!
      const length = Math.hypot(x, y) || 1
      const step = Math.min(length, heat)
      // A light pull to the middle keeps what is not linked from drifting off.
      spot.x += (x / length) * step - spot.x * 0.01
      spot.y += (y / length) * step - spot.y * 0.01
    }
  }
  return fit(at, width, height)
}

const spiral = (index: number): Spot => {
  const angle = index * 2.399963
  const radius = 26 * Math.sqrt(index + 0.5)
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) }
}

function between(a: Spot, b: Spot): [number, number, number] {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  return [dx, dy, Math.max(1, Math.hypot(dx, dy))]
}

function fit(at: ReadonlyMap<string, Spot>, width: number, height: number): ReadonlyMap<string, Spot> {
  const margin = 40
  const all = [...at.values()]
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))]
  const [top, bottom] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))]
  const scale = (value: number, from: number, to: number, size: number): number =>
    to === from ? size / 2 : margin + ((value - from) / (to - from)) * (size - 2 * margin)
  return new Map(
    [...at].map(([id, { x, y }]) => [
      id,
      { x: scale(x, left, right, width), y: scale(y, top, bottom, height) },
    ]),
  )
}
