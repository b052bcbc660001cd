import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { Check, CheckName, type CheckResult } from './checks.ts'
import { runCheck } from './run-check.ts'
import { Tables } from './tables.ts'

const usage = 'eval places DIR'

/** Runs every check of `DIR/checks.json`. */
export function evaluate(folder: string): CheckResult[] {
  const tables = new Tables(folder)
  const lines = tables.json('checks.json')
  if (!Array.isArray(lines)) throw new BadInput('checks.json: expected a list of checks')
  return lines.map((line: unknown, i) => {
    const known = CheckName.safeParse(line)
    if (!known.success) throw new BadInput(`checks.json, check ${i + 1}: expected name, kind and tolerance`)
    const parsed = Check.safeParse(line)
    if (parsed.success) return runCheck(parsed.data, tables)
    // A kind or setting that is not computed here is no agreement; the other checks still run.
    const { name, tolerance } = known.data
    const issue = parsed.error.issues[0]
    const note = `not computed: ${issue?.path.join('.') || 'kind'}: ${issue?.message}`
    return { name, maxAbsDiff: Infinity, tolerance, ok: false, note }
  })
}

export const evalPlaces: Command = {
  name: ['eval', 'places'],
  usage,
  summary: 'Compares hotspots, alarms, scans and point patterns with the reference results of a folder.',
  run: async (args) => {
    const { positionals } = parseCommandLine(usage, args, {}, [1, 1])
    const checks = evaluate(positionals[0]!)
    const failed = checks.filter((check) => !check.ok)
    const lines = checks.map(
      (check) =>
        `${check.ok ? 'ok  ' : 'FAIL'} ${check.name}: largest difference ${check.maxAbsDiff.toExponential(2)}${check.note ? ` (${check.note})` : ''}`,
    )
    const text = [...lines, `${checks.length - failed.length} of ${checks.length} checks agree.`].join('\n')
    return { exit: failed.length === 0 ? 0 : 1, json: { checks }, text }
  },
}
