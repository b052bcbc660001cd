import { forgetting, openPlatform, type Platform } from '#api'
import {
  addHold,
  ErasureReason,
  CaseCode,
  eraseCase,
  forgetFiles,
  getCase,
  HoldGround,
  liftHold,
  listDue,
  listDueReports,
  listHolds,
  readSchedule,
} from '#cases'
import { PlainDate } from '#model'
import type { Actor } from '#platform/access'
import { type Command, type CommandAnswer, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { AsyliaError, BadInput } from '#platform/errors'
import { actingWorker } from './acting.ts'

const text = { type: 'string' } as const

/** Works as a member of staff; a case that is not theirs is a mistake in the command line. */
async function asWorker(
  config: Config,
  email: string | undefined,
  work: (platform: Platform, actor: Actor) => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  const platform = await openPlatform(config)
  try {
    return await work(platform, await actingWorker(platform.auth, email))
  } catch (error) {
    if (!(error instanceof AsyliaError)) throw error
    if (error.code === 'cases.not-found') throw new BadInput(error.message)
    if (error.code !== 'cases.hold.refused') throw error
    return { exit: 1, json: { refused: error.message }, text: `refused: ${error.message}` }
  } finally {
    await platform.close()
  }
}

const dueUsage = 'cases due [--as EMAIL]'

const due: Command = {
  name: ['cases', 'due'],
  usage: dueUsage,
  summary: 'List closed cases, and reports in no case, whose time is over and that no hold keeps',
  async run(args, { config }) {
    const { values } = parseCommandLine(dueUsage, args, { as: text })
    return asWorker(config, values.as, async ({ database, now }, actor) => {
      const [schedule, today] = [readSchedule(), now().toISOString().slice(0, 10)]
      const { cases, reports } = await database.as(actor, async (trx) => ({
        cases: (await listDue(trx, schedule, today)).map(({ code, closedOn, dueOn }) => ({
          code,
          closedOn,
          dueOn,
        })),
        reports: (await listDueReports(trx, schedule, today)).map(({ id, lastWord, dueOn }) => ({
          id,
          lastWord,
          dueOn,
        })),
      }))
      const lines = [
        `${cases.length} cases and ${reports.length} reports may be erased`,
        ...cases.map(({ code, closedOn, dueOn }) => `  ${code}: closed ${closedOn}, due since ${dueOn}`),
        ...reports.map(
          ({ id, lastWord, dueOn }) => `  report ${id}: last word ${lastWord}, due since ${dueOn}`,
        ),
      ]
      return { exit: 0, json: { cases, reports }, text: lines.join('\n') }
    })
  },
}

const holdUsage = 'cases hold CODE [--ground GROUND --note WORDS --until YYYY-MM-DD | --lift ID] [--as EMAIL]'

const hold: Command = {
  name: ['cases', 'hold'],
  usage: holdUsage,
  summary: 'Keep a case from being erased, lift such a hold, or list those that stand',
  async run(args, { config }) {
    const options = { ground: text, note: text, until: text, lift: text, as: text }
    const { values, positionals } = parseCommandLine(holdUsage, args, options, [1, 1])
    const code = codeOf(positionals[0])
    const isNew = values.ground !== undefined || values.note !== undefined || values.until !== undefined
    const asked = isNew
      ? {
          ground: oneOf('--ground', HoldGround.options, values.ground),
          until: dayOf('--until', values.until),
          note: values.note?.trim() ?? '',
        }
      : null
    if (asked?.note === '') throw new BadInput('--note: expected why the case is needed; it is sealed')
    if (asked && values.lift !== undefined)
      throw new BadInput('--lift: either a hold is set or one is lifted')
    return asWorker(config, values.as, async ({ database, vault, now }, actor) => {
      const holds = await database.as(actor, async (trx) => {
        const found = await getCase(trx, code)
        if (asked) await addHold(trx, vault, actor, found, asked)
        if (values.lift !== undefined) await liftHold(trx, actor, found.id, values.lift)
        return listHolds(trx, vault, found.id, now().toISOString().slice(0, 10))
      })
      const lines = holds.map(({ id, ground, until }) => `  ${id}: ${ground}, until ${until}`)
      // Why it is held may name somebody: it is read on the screen, not in a terminal that keeps its history.
      const json = { code, holds: holds.map(({ id, ground, until }) => ({ id, ground, until })) }
      return { exit: 0, json, text: [`${code}: ${holds.length} holds stand`, ...lines].join('\n') }
    })
  },
}

const eraseUsage = 'cases erase CODE --because REASON --again CODE [--as EMAIL]'

const eraseOne: Command = {
  name: ['cases', 'erase'],
  usage: eraseUsage,
  summary: 'Erase a case for good, with its people, notes, files and the reports that became it',
  async run(args, { config }) {
    const options = { because: text, again: text, as: text }
    const { values, positionals } = parseCommandLine(eraseUsage, args, options, [1, 1])
    const code = codeOf(positionals[0])
    const because = oneOf('--because', ErasureReason.options, values.because)
    if (values.again !== code)
      throw new BadInput('--again: expected the code of the case once more: nothing brings the case back')
    return asWorker(config, values.as, async (platform, actor) => {
      const { database } = platform
      const { deleteFiles, erased } = forgetting(platform)
      const { erasure } = await database.as(actor, async (trx) =>
        eraseCase(trx, actor, await getCase(trx, code), because),
      )
      const files = await forgetFiles(database, actor, deleteFiles)
      await erased()
      return {
        exit: 0,
        json: { code, erasure, files },
        text: `${code} is erased (${erasure}), ${files} files with it. Older backups still hold it: delete them when their day comes, and restore them with --erasures.`,
      }
    })
  },
}

function codeOf(found: string | undefined): CaseCode {
  const parsed = CaseCode.safeParse(found)
  if (!parsed.success) throw new BadInput(`found '${found}', expected a case code such as heron-4821`)
  return parsed.data
}

function oneOf<T extends string>(option: string, all: readonly T[], found: string | undefined): T {
  const one = all.find((each) => each === found)
  if (one === undefined)
    throw new BadInput(`${option}: found '${found ?? ''}', expected one of ${all.join(', ')}`)
  return one
}

function dayOf(option: string, found: string | undefined): PlainDate {
  const parsed = PlainDate.safeParse(found)
  if (!parsed.success) throw new BadInput(`${option}: found '${found ?? ''}', expected a day, YYYY-MM-DD`)
  return parsed.data
}

export const caseCommands: readonly Command[] = [due, hold, eraseOne]
