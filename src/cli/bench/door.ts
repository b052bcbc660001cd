import { setTimeout as pause } from 'node:timers/promises'
import { intakeServices, type Platform } from '#api'
import { returnWithCode } from '#intake'
import { type Answer, Client } from './client.ts'
import { Latencies } from './latency.ts'
import { atRate } from './pace.ts'
import { startOwnServer } from './own-server.ts'
import { processorPerUnit } from './processor.ts'

/** A story of ordinary length: what is sealed and stored is what people write. */
const STORY =
  'I came to work in a house. They took my passport and I may not go out. I sleep in the kitchen. They say I owe them money for the journey. '.repeat(
    4,
  )

export function fieldOf(page: string, name: string): string {
  const value = page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? ''
  return value.replaceAll('&amp;', '&').replaceAll('&#39;', "'")
}

export type Filing = {
  due: number
  all: Latencies
  send: Latencies
  /** How a reporter goes from page to page: reads before they go on, presses the button of a page that asks them to. */
  post?: (fields: Record<string, string>) => Promise<Answer>
}

/** How soon somebody presses the button of a page that asks them to send again, in ms, and how often they do. */
const AGAIN_MS = 2_000
const MOST_AGAIN = 5

/** Sends a form, and presses the button of each page that asks to send it again; `onAgain` is called each time. */
export async function postUntilTaken(
  post: (fields: Record<string, string>) => Promise<Answer>,
  fields: Record<string, string>,
  onAgain: () => void,
): Promise<Answer> {
  let answer = await post(fields)
  for (let i = 0; answer.status === 503 && fieldOf(answer.text, 'task') !== '' && i < MOST_AGAIN; i++) {
    onAgain()
    await pause(AGAIN_MS)
    answer = await post({ ...fields, task: fieldOf(answer.text, 'task') })
  }
  return answer
}

/** Why a report was not filed, in a few words without anything that was told. */
class NotFiled extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof NotFiled) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code === 'string') return code
  return error instanceof Error ? error.message : 'unknown'
}

/**
 * Files a report through the pages, as a reporter without JavaScript does; answers with the code. Throws saying which page
 * answered what where there is none in the end.
 */
export async function fileByPages(client: Client, filing: Filing): Promise<string> {
  const post = filing.post ?? ((fields) => client.form('/report', fields))
  const start = await client.get('/report')
  if (start.status !== 200) throw new NotFiled(`first page: ${start.status}`)
  const told = await post({
    journey: fieldOf(start.text, 'journey'),
    step: 'story',
    go: 'next',
    story: STORY,
    currentLanguage: 'en',
  })
  if (told.status !== 200) throw new NotFiled(`story: ${told.status}`)
  const sending = performance.now()
  const sent = await post({
    journey: fieldOf(told.text, 'journey'),
    step: 'review',
    go: 'send',
    currentLanguage: 'en',
  })
  const code = sent.text.match(/data-code="([^"]+)"/)?.[1]
  if (code === undefined) throw new NotFiled(`sent, no code: ${sent.status}`)
  filing.send.add(performance.now() - sending)
  filing.all.add(performance.now() - filing.due)
  return code
}

/**
 * Reports filed at a steady rate, then each counted in the records by its code's hash. Who meets the page that asks to send
 * again presses its button, counted in `askedAgain`; what was sent once more on a new connection is counted in `resent`
 * (see `Client`). What was not filed in the end is counted by why in `failures`.
 */
export async function benchDoor(rate: number, seconds: number, progress: (line: string) => void) {
  const server = await startOwnServer(async ({ auth }) => {
    await auth.createOrganisation({ name: 'Bench hotline', kind: 'hotline' })
  })
  try {
    const client = new Client(server.address)
    const [all, send] = [new Latencies(), new Latencies()]
    const codes: string[] = []
    const failures = new Map<string, number>()
    let askedAgain = 0
    const post = (fields: Record<string, string>) =>
      postUntilTaken(
        (each) => client.form('/report', each),
        fields,
        () => askedAgain++,
      )
    await atRate(
      10,
      3,
      async (due) =>
        void (await fileByPages(client, { due, all: new Latencies(), send: new Latencies(), post })),
    )
    askedAgain = 0
    client.resent = 0
    progress(`filing ${rate} reports a second for ${seconds} s`)
    const before = server.spent()
    const started = performance.now()
    await atRate(rate, seconds, async (due) => {
      try {
        codes.push(await fileByPages(client, { due, all, send, post }))
      } catch (error) {
        const reason = reasonOf(error)
        failures.set(reason, (failures.get(reason) ?? 0) + 1)
      }
    })
    const took = (performance.now() - started) / 1000
    const processorMs = processorPerUnit(before, server.spent(), codes.length)
    client.close()
    await server.stop()
    const lost = await server.inspect((platform) => countLost(platform, codes))
    const { p50Ms, p99Ms, maxMs } = send.summary()
    const whole = all.summary()
    return {
      n: codes.length,
      seconds: took,
      rate,
      failed: [...failures.values()].reduce((sum, count) => sum + count, 0),
      failures: Object.fromEntries(failures),
      askedAgain,
      resent: client.resent,
      lost,
      p50Ms,
      p99Ms,
      maxMs,
      processorMs,
      journey: {
        p50Ms: whole.p50Ms,
        p99Ms: whole.p99Ms,
        requests: 3,
      },
    }
  } finally {
    await server.stop()
    server.remove()
  }
}

/** How many of these codes open nothing: asked as their reporters would come back. */
async function countLost(platform: Platform, codes: readonly string[]): Promise<number> {
  const services = intakeServices(platform)
  let lost = 0
  let next = 0
  const ask = async () => {
    while (next < codes.length) {
      const returned = await returnWithCode(services, codes[next++]!)
      if (!returned.ok) lost++
    }
  }
  await Promise.all(Array.from({ length: 16 }, ask))
  return lost
}
