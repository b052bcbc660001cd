import { openPlatform, type Platform, userCommands } from '#api'
import { placementBench } from '#cases'
import { demoCommands, demoPassphrase, signInLinks } from '#demo'
import { detectCommands, peopleCommands } from '#detect'
import { receiptCommands } from '#intake'
import { lawCommands } from '#law/node'
import { placesCommands } from '#places'
import type { Command } from '#platform/command'
import { sourcesCommands } from '#sources'
import { backupCommand } from './backup.ts'
import { restoreCommand } from './backup-restore.ts'
import { caseCommands } from './cases.ts'
import { keysBench } from './bench/keys.commands.ts'
import { loadBench } from './bench/load.commands.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCasesCommands } from './import-cases.ts'
import { keyCommands } from './keys.ts'
import { intakeCommands } from './intake.ts'
import { logCommands } from './log.ts'
import { serveCommand, serveUntilStopped, startWork } from './serve.ts'

/** What people copy from the terminal stands on stdout; how far things are, on stderr. */
const say = (line: string) => void process.stdout.write(`${line}\n`)

const demo = demoCommands({
  async open(config): Promise<Platform> {
    const platform = await openPlatform(config)
    await startWork(platform)
    return platform
  },
  async serve(platform) {
    const links = await signInLinks(platform.auth)
    const passphrase = await demoPassphrase(platform.database, platform.auth)
    // `open` above made it: the demo hands back what it was lent.
    await serveUntilStopped(platform as Platform, 'all', (address) => {
      say(`\nserving ${address} (open it as ${platform.config.publicUrl}: passkeys need that name)\n`)
      say('Sign in as (each link works once, for a day):')
      for (const { role, name, link } of links) say(`  ${role.padEnd(16)} ${name.padEnd(20)} ${link}`)
      if (passphrase !== null)
        say(
          `\nThe newest reports are sealed to the intake worker and the case worker; under Reports, this passphrase opens them: ${passphrase}`,
        )
      say(`\nThe public form: ${platform.config.publicUrl}/report    Stop with Ctrl-C.`)
    })
    return { exit: 0, json: { stopped: true }, text: '' }
  },
})

/** Every verb of the terminal, in the order in which `help` lists them. */
export const commands: readonly Command[] = [
  ...demo,
  serveCommand,
  ...sourcesCommands,
  ...detectCommands,
  ...peopleCommands,
  ...placesCommands,
  placementBench,
  loadBench,
  keysBench,
  ...lawCommands,
  ...userCommands,
  ...caseCommands,
  ...importCasesCommands,
  exportCommand,
  ...logCommands,
  ...keyCommands,
  ...intakeCommands,
  ...receiptCommands,
  backupCommand,
  restoreCommand,
  doctorCommand,
]
