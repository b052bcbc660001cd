import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Every module reached from the front door by value imports, and what each imports from outside the slice. */
function reach(entry: string): Map<string, string[]> {
  const seen = new Map<string, string[]>()
  const queue = [entry]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue
    const text = readFileSync(file, 'utf8')
    const imports = [...text.matchAll(/^(?:import|export)\s+(?!type\b)[^'"]*from\s+'([^']+)'/gm)].map(
      (one) => one[1]!,
    )
    seen.set(
      file,
      imports.filter((one) => !one.startsWith('.')),
    )
    for (const one of imports) if (one.startsWith('.')) queue.push(join(dirname(file), one))
  }
  return seen
}

test('the front door runs in a browser: nothing behind it reaches for Node', () => {
  const modules = reach('src/law/index.ts')
  expect(modules.size).toBeGreaterThan(20)
  const outside = new Set([...modules.values()].flat())
  expect([...outside].sort()).toEqual(['#model', '#platform/errors', 'temporal-polyfill', 'zod'])
  expect([...modules.keys()].some((file) => file.endsWith('load.ts'))).toBe(false)
})
