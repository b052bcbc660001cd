import { copyFileSync, createReadStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { forgetting, openPlatform } from '#api'
import { ERASURES_FILE, eraseAgain, readErasureLog } from '#cases'
import { type Command, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { findLeftApart, findMigrations, hashOf, removeDataFolder } from '#platform/db'
import { BadInput } from '#platform/errors'
import { KEYS_INSIDE } from './backup.ts'
import { openBackup, passphraseFrom } from './backup-format.ts'
import { Manifest, readSections, textOf } from './backup-frames.ts'
import { RestoreTarget } from './backup-target.ts'

const usage = 'restore FILE [--erasures FILE]'

/** Brings a backup back, whole or not at all, where nothing is yet. */
export const restoreCommand: Command = {
  name: ['restore'],
  usage,
  summary: 'Bring a backup back, whole or not at all, into an empty data folder and empty stores',
  async run(args, { config, progress }) {
    const { positionals, values } = parseCommandLine(usage, args, { erasures: { type: 'string' } }, [1, 1])
    const file = resolve(positionals[0]!)
    const passphrase = passphraseFrom(process.env)
    if (!existsSync(file)) throw new BadInput(`${file}: no such file; expected what \`asylia backup\` wrote`)
    const erasures = values.erasures === undefined ? undefined : resolve(values.erasures)
    if (erasures !== undefined && !existsSync(erasures))
      throw new BadInput(`${erasures}: no such file; expected the ${ERASURES_FILE} of the data folder`)
    if (erasures !== undefined) readErasureLog(erasures)
    const started = Date.now()
    const restored = await restoreBackup(config, passphrase, file, progress, erasures)
    const erasedAgain = erasures === undefined ? 0 : await eraseAgainIn(config)
    const seconds = Math.round((Date.now() - started) / 100) / 10
    const forgotten =
      erasures === undefined
        ? `What was erased after that moment is back: unless nothing was, restore with --erasures and the ${ERASURES_FILE} of the data folder that was in use.`
        : `${erasedAgain} cases and reports that had been erased since were erased again.`
    const text = `${restored.sections} parts of ${restored.made} are back in ${config.dataFolder}, ${seconds} s.\n${forgotten}\n${KEYS_INSIDE}`
    return { exit: 0, json: { ...restored, erasedAgain, seconds }, text }
  },
}

export async function restoreBackup(
  config: Config,
  passphrase: string,
  file: string,
  progress: (line: string) => void,
  erasures?: string,
): Promise<{ sections: number; made: string; rows: number }> {
  requireEmptyFolder(config.dataFolder)
  // The whole file is checked before anything is made: an altered one leaves no trace.
  for await (const piece of openBackup(createReadStream(file), passphrase, file)) void piece
  progress('the file is whole, and the passphrase opens it')

  // Beside its place, and moved there when all is in: a kill leaves a draft, never half an Asylia.
  const draft = `${config.dataFolder}.restoring`
  await removeDataFolder(draft)
  mkdirSync(draft, { recursive: true, mode: 0o711 })
  const inside = config.files === join(config.dataFolder, 'files')
  const target = new RestoreTarget(
    { ...config, dataFolder: draft, files: inside ? join(draft, 'files') : config.files },
    config.dataFolder,
    progress,
  )
  try {
    const plain = Readable.from(openBackup(createReadStream(file), passphrase, file), { objectMode: false })
    const unzipped = plain.pipe(createGunzip())
    plain.once('error', (error) => unzipped.destroy(error))
    let sections = 0
    for await (const { about, data } of readSections(unzipped)) {
      sections++
      if (about.kind === 'manifest') await target.begin(readManifest(await textOf(data), file))
      else await target.take(about, data)
    }
    // With the rest or not at all: `serve` erases again what this lists, should it be cut off here.
    if (erasures !== undefined) copyFileSync(erasures, join(draft, ERASURES_FILE))
    const made = await target.finish()
    return { sections, made, rows: target.rows }
  } catch (error) {
    await target.undo()
    throw error
  }
}

/** Erases again what had been erased since the backup was made; how many cases and reports. */
async function eraseAgainIn(config: Config): Promise<number> {
  const platform = await openPlatform(config)
  try {
    return await eraseAgain(platform.database, config.dataFolder, forgetting(platform).deleteFiles)
  } finally {
    await platform.close()
  }
}

function requireEmptyFolder(folder: string): void {
  const held = existsSync(folder) ? readdirSync(folder) : []
  if (held.length > 0) {
    throw new BadInput(
      `${folder}: holds ${held.slice(0, 3).join(', ')}${held.length > 3 ? ' …' : ''}; expected an empty folder or none: set ASYLIA_DATA to another, or move it away first`,
    )
  }
  const apart = findLeftApart(folder)
  if (apart !== undefined) {
    throw new BadInput(
      `${apart}: holds the records of an earlier data folder at ${folder}; expected none: move it away first`,
    )
  }
}

/** Refuses what a newer Asylia wrote, or one whose tables differ: this code could not read it as it was meant. */
function readManifest(text: string, file: string): Manifest {
  const parsed = Manifest.safeParse(JSON.parse(text))
  if (!parsed.success)
    throw new BadInput(`${file}: the list of what is in it is of a kind this Asylia does not know`)
  for (const store of ['records', 'corpus'] as const) {
    const known = new Map(findMigrations(store).map((each) => [each.name, hashOf(each)]))
    for (const { name, hash } of parsed.data[store]) {
      if (known.get(name) === hash) continue
      throw new BadInput(
        `${file}: written by Asylia ${parsed.data.version} with the migration ${name}, which this Asylia ${known.has(name) ? 'has in another form' : 'does not have'}; expected a backup of this version or an older one`,
      )
    }
  }
  return parsed.data
}
