import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessTable } from '#model'
import { systemActor } from '#platform/access'
import { record } from '#platform/audit'
import { type Command, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { Keyring, recoverKeys, Sealer, splitKeys, subjectKeyStore } from '#platform/crypto'
import { type Database, openDatabase } from '#platform/db'
import { BadInput } from '#platform/errors'
import { openFiles } from '#platform/files'

const ACTOR = systemActor('keys.rotate')
/** Keys wrapped anew in one transaction: a kill loses at most so much work, and none of what was committed. */
const BATCH = 2_000

/** Wraps what older versions wrap by the current one; picks up where an earlier run was stopped. */
export async function rewrapAll(db: Database, keyring: Keyring): Promise<number> {
  const sealer = new Sealer(keyring)
  let all = 0
  for (;;) {
    const done = await db.as(ACTOR, (trx) => sealer.rewrap(subjectKeyStore(trx), BATCH))
    all += done
    if (done < BATCH) return all
  }
}

async function isUnfinished(db: Database, keyring: Keyring): Promise<boolean> {
  const left = await db.as(ACTOR, (trx) => subjectKeyStore(trx).listOlderThan(keyring.currentVersion, 1))
  return left.length > 0
}

const rotateUsage = 'keys rotate [--drop-old]'

const rotate: Command = {
  name: ['keys', 'rotate'],
  usage: rotateUsage,
  summary: 'Make a new master key and wrap everything by it; stopped half-way, the same verb goes on',
  async run(args, { config, progress }) {
    const { values } = parseCommandLine(rotateUsage, args, {
      'drop-old': { type: 'boolean', default: false },
    })
    const started = performance.now()
    const keyring = await Keyring.open(config.dataFolder)
    const db = await openDatabase(config, accessTable)
    try {
      const resumed = await isUnfinished(db, keyring)
      const version = resumed ? keyring.currentVersion : await keyring.rotate()
      progress(resumed ? `going on with version ${version}` : `version ${version} wraps from now on`)
      const rewrapped = await rewrapAll(db, keyring)
      const files = await (await openFiles(config, keyring)).renew()
      await db.as(ACTOR, (trx) =>
        record(trx, ACTOR, {
          action: 'key.rotate',
          resource: 'key',
          subject: `version ${version}`,
          why: null,
        }),
      )
      const dropped = values['drop-old'] ? dropOlder(config, version) : []
      const seconds = Math.round(performance.now() - started) / 1000
      const json = { version, resumed, rewrapped, files, dropped, seconds }
      return {
        exit: 0,
        json,
        text: `version ${version}: ${rewrapped} keys and ${files} files wrapped anew in ${seconds} s; ${
          dropped.length > 0 ? `deleted ${dropped.join(', ')}` : 'older key files may go (--drop-old)'
        }. Share the keys anew: asylia keys share`,
      }
    } finally {
      await db.close()
    }
  },
}

/** Only when nothing is left that they wrap. What an older backup holds opens no more without them. */
function dropOlder({ dataFolder }: Config, version: number): string[] {
  const older = Array.from({ length: version - 1 }, (_, i) => `kek-${String(i + 1).padStart(4, '0')}.key`)
  const there = older.filter((name) => existsSync(join(dataFolder, 'keys', name)))
  for (const name of there) rmSync(join(dataFolder, 'keys', name))
  return there
}

const shareUsage = 'keys share --need M --of N --out FOLDER'

const share: Command = {
  name: ['keys', 'share'],
  usage: shareUsage,
  summary: 'Split what brings the keys folder back into N shares for colleagues, any M of which do',
  async run(args, { config }) {
    const text = { type: 'string' } as const
    const { values } = parseCommandLine(shareUsage, args, { need: text, of: text, out: text })
    const [need, of] = [Number(values.need), Number(values.of)]
    if (!Number.isInteger(need) || !Number.isInteger(of) || values.out === undefined)
      throw new BadInput(`--need, --of and --out are needed; usage: asylia ${shareUsage}`)
    const { box, shares } = await splitKeys(config.dataFolder, { need, of })
    const folder = values.out
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const write = (name: string, content: string) =>
      writeFileSync(join(folder, name), `${content}\n`, { mode: 0o600, flag: 'wx', flush: true })
    write('recovery-box.json', box)
    for (const [i, line] of shares.entries()) write(`share-${i + 1}-of-${of}.txt`, line)
    return {
      exit: 0,
      json: { folder, need, of },
      text: `${folder}: give each share to one colleague and delete it here; keep recovery-box.json with the backups`,
    }
  },
}

const recoverUsage = 'keys recover BOX SHARE SHARE…'

const recover: Command = {
  name: ['keys', 'recover'],
  usage: recoverUsage,
  summary:
    'Bring the keys folder back from its box and enough colleagues’ shares (files, or the lines themselves)',
  async run(args, { config }) {
    const { positionals } = parseCommandLine(recoverUsage, args, {}, [3, 256])
    const [box = '', ...shares] = positionals
    if (!existsSync(box)) throw new BadInput(`${box}: no such file; usage: asylia ${recoverUsage}`)
    const lines = shares.map((each) => (existsSync(each) ? readFileSync(each, 'utf8') : each))
    const files = await recoverKeys(config.dataFolder, readFileSync(box, 'utf8'), lines)
    return { exit: 0, json: { files }, text: `brought back: ${files.join(', ')}` }
  },
}

export const keyCommands: readonly Command[] = [rotate, share, recover]
