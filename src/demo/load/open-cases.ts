import { ilo11, insertScreening, listLeads, listRights, openCase, screen } from '#cases'
import { dangerOf } from '#intake'
import type { Catalogue } from '#law'
import type { Actor } from '#platform/access'
import type { Transaction } from '#platform/db'
import type { World } from '../world/world.ts'
import { reportOf } from './file-stories.ts'
import type { DemoPlatform } from './platform.ts'
import type { Staff } from './staff.ts'

/** Cases a small team can take on in the weeks the demo looks at: from reports, and from leads. */
const caseBudget = { reports: 16, leads: 6 }

export type Opened = { cases: number; rightsDue: number }

/**
 * What a case worker does with what came in: reports that tell of signs become cases with a screening, the pressing
 * ones first; then a case for each lead there is room for. The law is asked as each case opens.
 */
export async function openCases(
  platform: DemoPlatform,
  staff: Staff,
  law: Catalogue,
  world: World,
  reportIds: readonly string[],
  { today, leave }: { today: string; leave: number },
): Promise<Opened> {
  const worker = staff.case_worker
  const chosen = world.stories
    .map((story, i) => ({ story, id: reportIds[i]!, report: reportOf(story) }))
    .map((one) => ({ ...one, danger: dangerOf(one.report).danger }))
    .filter(({ report }) => report.signs.length > 0)
    .sort((a, b) => rank[a.danger] - rank[b.danger] || b.report.signs.length - a.report.signs.length)
    .slice(0, caseBudget.reports)
  const opened: Opened = { cases: 0, rightsDue: 0 }
  const count = (rights: number): void => {
    opened.cases += 1
    opened.rightsDue += rights
  }
  for (const { story, id, report, danger } of chosen) {
    const marks = Object.fromEntries(report.signs.map((sign) => [sign, 'yes' as const]))
    await platform.database.as(worker, async (trx) => {
      const found = await openCase(
        trx,
        worker,
        { law, vault: platform.vault, today },
        {
          jurisdiction: countryOfPlace(world, story.place),
          danger,
          child: report.child === 'declined' ? 'declined' : report.child,
          nationality: null,
          origin: 'report',
          originId: id,
          facts: screen(ilo11, marks).facts,
        },
      )
      await insertScreening(trx, worker, found, { indicatorSet: ilo11.id, marks })
      count(await rightsDue(trx, found.id))
    })
  }
  const leads = await platform.database.as(worker, (trx) => listLeads(trx, 'open'))
  for (const lead of leads
    .toReversed()
    .slice(0, Math.max(0, Math.min(caseBudget.leads, leads.length - leave)))) {
    await platform.database.as(worker, async (trx) => {
      const found = await openCase(
        trx,
        worker,
        { law, vault: platform.vault, today },
        {
          jurisdiction: lead.country ?? 'XAA',
          danger: 'unknown',
          child: 'not_asked',
          nationality: null,
          origin: 'lead',
          originId: lead.id,
          facts: {},
        },
      )
      count(await rightsDue(trx, found.id))
    })
  }
  return opened
}

const rank = { immediate: 0, possible: 1, unknown: 2, none: 3 } as const

async function rightsDue(trx: Transaction, caseId: string): Promise<number> {
  return (await listRights(trx, caseId)).filter((right) => right.standing === 'due_now').length
}

/** The country of a place named in a report; the team's own where none is named. */
function countryOfPlace(world: World, place: string): string {
  return world.region.towns.find((town) => town.name === place)?.country ?? 'XAA'
}

/** Leads that were opened, whoever took them up since. */
export async function countLeads(platform: DemoPlatform, actor: Actor): Promise<number> {
  return (await platform.database.as(actor, (trx) => listLeads(trx))).length
}
