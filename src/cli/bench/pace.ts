/**
 * Begins `work` so many times a second for so many seconds, whether or not earlier ones are done (an open loop), and hands
 * each the moment at which it was due: a server that falls behind is then seen to, instead of slowing its own test.
 */
export async function atRate(
  perSecond: number,
  seconds: number,
  work: (due: number, i: number) => Promise<void>,
): Promise<void> {
  const start = performance.now()
  const total = Math.round(perSecond * seconds)
  const running = new Set<Promise<void>>()
  let begun = 0
  while (begun < total) {
    const until = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1)
    for (; begun < until; begun++) {
      const one = work(start + (begun / perSecond) * 1000, begun)
      running.add(one)
      void one.finally(() => running.delete(one)).catch(() => undefined)
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await Promise.allSettled(running)
}
