import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openPlatform } from '#api'
import { parseConfig } from '#platform/config'
import { noLog } from '#platform/log'
import { testFolder } from '../stores.ts'
import { findWords } from './scan.ts'

/**
 * What a reporter told, and what their browser says of them, as words that occur nowhere else: looked for in every byte that
 * is left on the disk, in what the server printed, in a backup, and in the memory of the server when it has become idle.
 */
const STORY = 'Canary-Story-7f3a91 they took my passport'
const MESSAGE = 'Canary-Message-2c88e0 are you there'
const AGENT = 'Canary-Agent-51d0aa/1.0'
const LANGUAGE = 'tlh-Canary-93b1'
const ADDRESS = '127.93.41.7'
const PORT = 18_000 + (process.pid % 2_000)

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function send(method: string, path: string, fields?: Record<string, string>): Promise<string> {
  const body = fields && String(new URLSearchParams(fields))
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: PORT,
        method,
        path,
        localAddress: ADDRESS,
        headers: {
          'user-agent': AGENT,
          'accept-language': LANGUAGE,
          origin: `http://127.0.0.1:${PORT}`,
          ...(body && {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(Buffer.byteLength(body)),
          }),
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.once('end', () => resolve(text))
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
}

const field = (page: string, name: string) =>
  (page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")

async function journey(): Promise<void> {
  const start = await send('GET', '/report')
  const told = await send('POST', '/report', {
    journey: field(start, 'journey'),
    step: 'story',
    go: 'next',
    story: STORY,
    currentLanguage: 'en',
  })
  const sent = await send('POST', '/report', {
    journey: field(told, 'journey'),
    step: 'review',
    go: 'send',
    currentLanguage: 'en',
  })
  const code = sent.match(/data-code="([^"]+)"/)?.[1]
  expect(code).toBeDefined()
  const held = await send('POST', '/report/return', { typed: code!, go: 'open', currentLanguage: 'en' })
  expect(held).toContain(STORY)
  const answered = await send('POST', '/report/return', {
    held: field(held, 'held'),
    messageId: field(held, 'messageId'),
    go: 'message',
    text: MESSAGE,
    currentLanguage: 'en',
  })
  expect(answered).toContain(MESSAGE)
}

function start(args: string[], environment: Record<string, string>, cwd: string): ChildProcess {
  const main = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts')
  const tsx = import.meta.resolve('tsx')
  return spawn(
    process.execPath,
    [
      '--heapsnapshot-signal=SIGUSR2',
      '--heap-snapshot-string-limit=50000000',
      '--import',
      tsx,
      main,
      ...args,
    ],
    {
      cwd,
      env: { ...process.env, DATABASE_URL: '', CLICKHOUSE_URL: '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
}

it('leaves no word of a report, and nothing of its reporter, on the disk, in logs, in a backup, or in idle memory', async () => {
  const [data, work, out] = [testFolder(), testFolder(), testFolder()]
  const temporary = join(work, 'tmp')
  mkdirSync(temporary)
  chmodSync(temporary, 0o711)
  const environment = {
    ASYLIA_DATA: data,
    ASYLIA_PORT: String(PORT),
    ASYLIA_HOST: '127.0.0.1',
    TMPDIR: temporary,
    ASYLIA_BACKUP_PASSPHRASE: 'seven dry words that nobody would guess',
  }
  const platform = await openPlatform(parseConfig(environment), { log: noLog })
  await platform.auth.createOrganisation({ name: 'Hotline', kind: 'hotline' })
  await platform.close()

  const server = start(['serve'], environment, work)
  let said = ''
  for (const stream of [server.stdout!, server.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  while (!said.includes('serving http')) {
    if (server.exitCode !== null) throw new Error(`the server did not start: ${said}`)
    await sleep(50)
  }
  try {
    await journey()
    // Others come and go; then nobody does for a while.
    for (let i = 0; i < 200; i++) await send('GET', i % 2 ? '/healthz' : '/report/page.js')
    await sleep(7_000)
    server.kill('SIGUSR2')
    let snapshot: string | undefined
    for (let i = 0; i < 600 && snapshot === undefined; i++) {
      await sleep(100)
      snapshot = readdirSync(work).find((name) => name.endsWith('.heapsnapshot'))
    }
    // Asked once more, it answers when the whole snapshot is written.
    await send('GET', '/healthz')
    const heap = readFileSync(join(work, snapshot!), 'utf8')
    // What the server does keep stands in it: the policy that every answer carries.
    expect(heap).toContain("default-src 'none'; frame-ancestors 'none'")
    const inMemory = [STORY, MESSAGE].filter((word) => heap.includes(word.slice(0, 20)))
    expect(inMemory).toEqual([])
  } finally {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
  const backup = start(['backup', join(out, 'all.backup')], environment, out)
  await once(backup, 'exit')
  expect(backup.exitCode).toBe(0)
  writeFileSync(join(out, 'said.txt'), said)

  const left = findWords([data, temporary, out], [STORY, MESSAGE, AGENT, LANGUAGE, ADDRESS])
  expect(left.files).toBeGreaterThan(100)
  expect(left.hits).toEqual([])
}, 240_000)
