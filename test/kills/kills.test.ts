import { expect, it } from 'vitest'
import { testFolder } from '#test/stores'
import { killMany } from './kills.ts'

it('nothing acknowledged is lost when the whole process tree is killed at a random moment, five times', async () => {
  const report = await killMany(testFolder(), 5, () => undefined)
  expect(report.lost).toEqual([])
  // It must have had something to lose.
  expect(report.reports).toBeGreaterThan(20)
  expect(report.edits).toBeGreaterThan(20)
  expect(report.imports).toBeGreaterThan(4)
}, 600_000)
