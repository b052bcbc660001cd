import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { Config } from '#platform/config'
import { BadInput } from '#platform/errors'

/** What a verb is given besides its arguments. */
export type CommandContext = {
  /** `--json` was asked for: print nothing on stdout but the answer. */
  json: boolean
  config: Config
  /** One line of progress, to stderr. */
  progress: (line: string) => void
}

/** What a verb answers: the object for `--json`, the words for people, and 1 when the answer is 'no' or 'refused'. */
export type CommandAnswer = { exit: 0 | 1; json: unknown; text: string }

/**
 * One verb of the terminal as data: each slice exports an array of these and `src/cli` composes them.
 * `--json` is taken off before `run` is called. A user's mistake is thrown as `BadInput` (exit 2).
 */
export type Command = {
  /** The words that call it: `['law', 'assess']`. The longest match wins. */
  name: string[]
  /** The whole line: `law assess --jurisdiction ISO3 [--on DATE] FACTS.json`. */
  usage: string
  /** What it is for, in one sentence. */
  summary: string
  run(args: string[], context: CommandContext): Promise<CommandAnswer>
}

type Options = NonNullable<ParseArgsConfig['options']>

type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>

/**
 * `node:util` parseArgs whose refusals are `BadInput` naming the option and the usage line.
 * `positionals` is the number expected: `[least, most]`.
 */
export function parseCommandLine<const O extends Options>(
  usage: string,
  args: string[],
  options: O,
  positionals: readonly [least: number, most: number] = [0, 0],
): Parsed<O> {
  let parsed: Parsed<O>
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    throw new BadInput(`${reason.replace(/\.? To specify a positional.*$/, '')}; usage: asylia ${usage}`)
  }
  const given = parsed.positionals.length
  if (given < positionals[0] || given > positionals[1]) {
    const [least, most] = positionals
    const expected =
      least === most ? `${least}` : most === Infinity ? `${least} or more` : `${least} to ${most}`
    throw new BadInput(`found ${given} arguments, expected ${expected}; usage: asylia ${usage}`)
  }
  return parsed
}
