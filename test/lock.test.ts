import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Locked = { version?: string; optional?: boolean; optionalDependencies?: Record<string, string> }

it('locks every package that a platform may need: `npm ci` refuses a lock that leaves one out', () => {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, Locked>
  }
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => {
      const near = [`${path}/node_modules/${name}`, `node_modules/${name}`]
      return !near.some((each) => each in lock.packages)
    }),
  )
  expect(Object.keys(lock.packages).length).toBeGreaterThan(100)
  expect(missing).toEqual([])
})
