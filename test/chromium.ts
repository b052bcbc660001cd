import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { inflateSync } from 'node:zlib'
import { type Browser, chromium } from 'playwright-core'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

/** Does the work once for all processes of a run: the others wait until it is done. */
export async function once(folder: string, what: string, work: () => Promise<void>): Promise<void> {
  const [claim, done] = [join(folder, `${what}.claimed`), join(folder, `${what}.done`)]
  try {
    mkdirSync(claim)
  } catch {
    for (const end = Date.now() + 180_000; Date.now() < end; await sleep(100)) {
      if (statSync(done, { throwIfNoEntry: false })) return
      if (!statSync(claim, { throwIfNoEntry: false })) return once(folder, what, work)
    }
    throw new Error(`waited three minutes for another process: ${what}`)
  }
  try {
    await work()
    writeFileSync(done, '')
  } catch (error) {
    rmSync(claim, { recursive: true })
    throw error
  }
}

/** The browser of `CHROME_PATH`, or the one from npm with its own libraries and fonts: nothing of the system is used. */
export async function launchChromium(folder: string): Promise<Browser> {
  const own = process.env['CHROME_PATH']
  if (own === undefined) await once(folder, 'chromium', () => unpack(folder))
  return chromium.launch({
    executablePath: own ?? join(folder, 'chromium'),
    // Only as root, which a build machine often is, can the sandbox not be had.
    args: ['--font-render-hinting=none', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      TMPDIR: folder,
      ...(own === undefined && {
        LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
        FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      }),
    },
  })
}

/** The package unpacks into the temporary folder, and its libraries only where this variable says that they are missing. */
async function unpack(folder: string): Promise<void> {
  const script = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' }
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: root, env })
  const fonts = join(folder, 'fonts', 'fonts')
  const arabic = join(dirname(require.resolve('@fontsource/noto-sans-arabic/package.json')), 'files')
  for (const file of readdirSync(arabic).filter((name) => /-arabic-(400|700)-normal\.woff$/.test(name))) {
    writeFileSync(join(fonts, file.replace('.woff', '.ttf')), openTypeOf(readFileSync(join(arabic, file))))
  }
  writeFileSync(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>` +
      `<dir>${fonts}</dir><cachedir>${join(folder, 'font-cache')}</cachedir></fontconfig>`,
  )
}

/** A WOFF file as the OpenType file it was made of (W3C WOFF 1.0, section 3 to 5): the system's way in reads no WOFF. */
function openTypeOf(woff: Buffer): Buffer {
  const tables = woff.readUInt16BE(12)
  const directory = Buffer.alloc(12 + 16 * tables)
  const power = Math.floor(Math.log2(tables))
  woff.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(tables, 4)
  directory.writeUInt16BE(16 * 2 ** power, 6)
  directory.writeUInt16BE(power, 8)
  directory.writeUInt16BE(16 * (tables - 2 ** power), 10)
  const parts = [directory]
  let offset = directory.length
  for (let i = 0; i < tables; i++) {
    const entry = 44 + 20 * i
    const [from, packed, size] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ]
    const stored = woff.subarray(from, from + packed)
    const table = Buffer.alloc(Math.ceil(size / 4) * 4)
    ;(packed < size ? inflateSync(stored) : stored).copy(table)
    woff.copy(directory, 12 + 16 * i, entry, entry + 4)
    woff.copy(directory, 16 + 16 * i, entry + 16, entry + 20)
    directory.writeUInt32BE(offset, 20 + 16 * i)
    directory.writeUInt32BE(size, 24 + 16 * i)
    parts.push(table)
    offset += table.length
  }
  return Buffer.concat(parts)
}
