import { parseConfig } from '#platform/config'
import { AsyliaError, BadInput } from '#platform/errors'
import { commands } from './commands.ts'
import { forATerminal } from './for-a-terminal.ts'
import { usage } from './usage.ts'

process.exitCode = await main(process.argv.slice(2))

/** 0: done. 1: done, and the answer is 'no' or 'refused'. 2: bad usage or bad input, told in one line. */
async function main(argv: string[]): Promise<number> {
  const json = argv.includes('--json')
  const words = argv.filter((word) => word !== '--json')
  try {
    if (words.length === 0 || words[0] === 'help' || words[0] === '--help') {
      process.stdout.write(usage(commands, words.slice(1)))
      return 0
    }
    const command = commands
      .filter(({ name }) => name.every((word, i) => words[i] === word))
      .toSorted((a, b) => b.name.length - a.name.length)[0]
    if (!command) throw new BadInput(unknownVerb(words))
    const answer = await command.run(words.slice(command.name.length), {
      json,
      config: parseConfig(),
      progress: (line) => process.stderr.write(`${forATerminal(line)}\n`),
    })
    process.stdout.write(
      json
        ? `${JSON.stringify(answer.json)}\n`
        : answer.text === ''
          ? ''
          : `${forATerminal(answer.text.trimEnd())}\n`,
    )
    return answer.exit
  } catch (error) {
    return report(error)
  }
}

function unknownVerb(words: string[]): string {
  const near = commands.map(({ name }) => name.join(' ')).filter((name) => name.startsWith(words[0]!))
  const hint = near.length > 0 ? `; there is: ${near.join(', ')}` : '; `asylia help` lists the verbs'
  return `found the verb '${words.slice(0, 2).join(' ')}', which is none of Asylia's${hint}`
}

function report(error: unknown): number {
  if (error instanceof BadInput) {
    process.stderr.write(`asylia: ${oneLine(error.message)}\n`)
    return 2
  }
  const full = fullDisk(error)
  if (full !== undefined) {
    process.stderr.write(`asylia: ${oneLine(full)}\n`)
    return 70
  }
  if (error instanceof AsyliaError) {
    process.stderr.write(`asylia: ${oneLine(error.message)} (${error.code})\n`)
    return error.code === 'platform.folder-held' || error.code.endsWith('folder-in-use') ? 2 : 70
  }
  // A fault of ours: the trace helps whoever mends it, and holds code, not what people wrote.
  process.stderr.write(`asylia: a fault of Asylia itself\n${(error as Error)?.stack ?? String(error)}\n`)
  return 70
}

/** What to do when a disk is full, whichever store found it; undefined for every other fault. */
function fullDisk(error: unknown): string | undefined {
  // As Node, PostgreSQL and ClickHouse say it.
  const noSpace = /ENOSPC|No space left on device|NOT_ENOUGH_SPACE/
  if (!(error instanceof Error) || !noSpace.test(error.message)) return undefined
  return `the disk is full: make room where the data folder ${parseConfig().dataFolder} lies, then give the same command again; what was acknowledged before is kept (${error.message})`
}

function oneLine(text: string): string {
  return forATerminal(text.replaceAll(/\s*\n\s*/g, ' '))
}
