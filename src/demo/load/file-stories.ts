import { randomUUID } from 'node:crypto'
import { type Filing, fileReport, type IntakeServices, newReturnCode, Report, SIGNS } from '#intake'
import type { Story } from '../world/stories.ts'
import type { DemoPlatform } from './platform.ts'

const signs = new Set<string>(SIGNS)

/**
 * Files the stories through intake's front door, each on the day it was told; their ids, in the same order. `beforeThe` is
 * done before the story of that number is filed.
 */
export async function fileStories(
  platform: DemoPlatform,
  organisationId: string,
  stories: readonly Story[],
  beforeThe?: { number: number; work: () => Promise<void> },
): Promise<string[]> {
  const ids: string[] = []
  for (const [number, story] of stories.entries()) {
    if (number === beforeThe?.number) await beforeThe.work()
    const services: IntakeServices = {
      db: platform.database,
      vault: platform.vault,
      keyring: platform.keyring,
      now: () => new Date(`${story.on}T${String(8 + (ids.length % 12)).padStart(2, '0')}:00:00Z`),
    }
    const id = randomUUID()
    await fileReport(services, { id, code: newReturnCode(), organisationId, ...filingOf(story) })
    ids.push(id)
  }
  return ids
}

function filingOf(story: Story): Pick<Filing, 'channel' | 'language' | 'report'> {
  return {
    channel: story.channel === 'walk-in' ? 'walk_in' : story.channel,
    language: story.language,
    report: reportOf(story),
  }
}

/** The form as the teller filled it in. */
export function reportOf(story: Story): Report {
  return Report.parse({
    safe: story.urgent ? 'no' : 'not_asked',
    about: story.about === 'self' ? 'me' : 'someone_else',
    child: story.age === 'child' ? 'yes' : story.age === 'adult' ? 'no' : 'unknown',
    story: story.words,
    signs: story.signs.filter((sign) => signs.has(sign)),
    place: story.place,
    since: story.urgent ? 'now' : 'not_asked',
    contact: { wanted: 'only_here', how: '', whenSafe: '' },
    share: {},
  })
}
