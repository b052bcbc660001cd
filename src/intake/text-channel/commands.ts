import { createInterface } from 'node:readline'
import { type Command, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { BadInput } from '#platform/errors'
import type { IntakeServices } from '../report/file-report.ts'
import { TextSimulator } from './simulator.ts'
import { openTextChannel, type TextReceiver } from './text-channel.ts'

const usage = 'intake simulate-text [--from NUMBER] [--to ORGANISATION]'

export type TextHouse = { services: IntakeServices; receivers: () => Promise<TextReceiver[]> }

/** `open` lends the house of the installation, and takes it back. */
export function simulateTextCommand(
  open: <T>(config: Config, work: (house: TextHouse) => Promise<T>) => Promise<T>,
): Command {
  return {
    name: ['intake', 'simulate-text'],
    usage,
    summary: 'Try the text channel by hand: each line typed is a message, each answer shows its length',
    async run(args, { config, progress }) {
      const { values } = parseCommandLine(usage, args, {
        from: { type: 'string', default: '+1 555 0100' },
        to: { type: 'string' },
      })
      return open(config, async ({ services, receivers }) => {
        const all = await receivers()
        const to = values.to === undefined ? all[0] : all.find(({ name }) => name === values.to)
        if (!to)
          throw new BadInput(
            values.to === undefined
              ? 'there is no organisation to receive reports; see: asylia users add'
              : `--to: found no organisation ${values.to}, expected one of ${all.map(({ name }) => name).join(', ')}`,
          )
        const simulator = new TextSimulator()
        await simulator.start(openTextChannel(services, async () => to))
        progress('each line is a message; Ctrl-D ends')
        const talk: { said: string; reply: string; units: number; most: number }[] = []
        const say = async (said: string): Promise<boolean> => {
          const { text, ends, units, most } = await simulator.send(values.from, said)
          talk.push({ said, reply: text, units, most })
          progress(`\n${text}\n[${units} of ${most}]`)
          return ends
        }
        await say('')
        for await (const line of createInterface({ input: process.stdin })) if (await say(line)) break
        await simulator.stop()
        return { exit: 0, json: talk, text: `${talk.length} messages\n` }
      })
    },
  }
}
