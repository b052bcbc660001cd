import { intakeServices, openPlatform, type Platform } from '#api'
import { simulateTextCommand, statisticsCommand } from '#intake'
import type { Command } from '#platform/command'
import type { Config } from '#platform/config'

/** Opens the house of this installation for a verb, and closes it after. */
async function inHouse<T>(config: Config, work: (platform: Platform) => Promise<T>): Promise<T> {
  const platform = await openPlatform(config)
  try {
    return await work(platform)
  } finally {
    await platform.close()
  }
}

/** Who a text message goes to first: a hotline, then anybody else who helps. */
const byKind = (kind: string): number => ['hotline', 'ngo'].indexOf(kind) >>> 0

export const intakeCommands: readonly Command[] = [
  statisticsCommand((config, work) => inHouse(config, ({ database }) => work(database))),
  simulateTextCommand((config, work) =>
    inHouse(config, (platform) =>
      work({
        services: intakeServices(platform),
        receivers: async () =>
          (await platform.auth.listOrganisations()).toSorted((a, b) => byKind(a.kind) - byKind(b.kind)),
      }),
    ),
  ),
]
