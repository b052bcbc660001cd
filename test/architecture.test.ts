import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Upstream first. Everything stands on `platform`, which knows none of them. */
const RIVER = ['model', 'law', 'intake', 'sources', 'detect', 'places', 'cases', 'demo', 'api', 'web', 'cli']
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

type Import = { from: string; to: string; typeOnly: boolean; file: string; specifier: string }

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourceFiles(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

/** The room a file stands in: `cases`, `web`, `platform/db`. */
function roomOf(file: string): string {
  const [top, second, third] = relative(ROOT, file).split(sep)
  if (top === 'web') return 'web'
  return second === 'platform' ? `platform/${third}` : second!
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const statements = text.matchAll(
    /(?:^|\n)\s*(import|export)(\s+type)?\s[^'"`;]*?from\s+'([^']+)'|import\('([^']+)'\)/g,
  )
  return [...statements].flatMap((match) => {
    const specifier = match[3] ?? match[4]!
    const to = specifier.startsWith('#')
      ? specifier.slice(1)
      : specifier.startsWith('.')
        ? roomOf(resolve(dirname(file), specifier))
        : undefined
    if (to === undefined || to.startsWith('test/')) return []
    return [
      { from: roomOf(file), to, typeOnly: match[2] !== undefined, file: relative(ROOT, file), specifier },
    ]
  })
}

const files = ['src', 'web'].flatMap((folder) => sourceFiles(join(ROOT, folder)))
const production = files.filter((file) => !/\.test\.tsx?$/.test(file))
const crossing = production.flatMap(importsOf).filter(({ from, to }) => from !== to)
const name = ({ file, specifier }: Import) => `${file} → ${specifier}`

describe('the house', () => {
  it('was looked at: the walk saw the modules and the arrows between rooms', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(crossing.length).toBeGreaterThan(50)
  })

  it('lets imports point upstream only', () => {
    const wrong = crossing.filter(({ from, to }) => {
      if (to.startsWith('platform/')) return false
      if (from.startsWith('platform/')) return to !== 'model'
      return RIVER.indexOf(to) >= RIVER.indexOf(from)
    })
    expect(wrong.map(name)).toEqual([])
  })

  it('keeps the platform free of the domain: it takes from model nothing but ids and days', () => {
    const fromModel = crossing.filter(({ from, to }) => from.startsWith('platform/') && to === 'model')
    const taken = fromModel.flatMap(({ file, specifier }) => {
      const text = readFileSync(join(ROOT, file), 'utf8')
      const names =
        text.match(new RegExp(`import\\s*(?:type\\s*)?{([^}]*)}\\s*from\\s*'${specifier}'`))?.[1] ?? '?'
      return names.split(',').map((each) => each.replace(/\btype\b/, '').trim())
    })
    expect(taken.filter((each) => each !== '' && !['newId', 'PlainDate', 'Alpha3'].includes(each))).toEqual(
      [],
    )
  })

  it('meets a neighbour at its front door, never by path', () => {
    const byPath = crossing.filter(({ specifier }) => specifier.startsWith('.'))
    expect(byPath.map(name)).toEqual([])
  })

  it('gives the browser no server code: web’s pages take types only from the slices', () => {
    const wrong = crossing.filter(
      ({ file, to, typeOnly }) =>
        /^web\/(workbench|ui)\//.test(file) && !typeOnly && !['model', 'law'].includes(to),
    )
    expect(wrong.map(name)).toEqual([])
  })

  it('keeps the front doors of model and law free of files, sockets and processes, so that they run in the browser', () => {
    const reached = reachableFrom([join(ROOT, 'src/model/index.ts'), join(ROOT, 'src/law/index.ts')])
    expect(reached.length).toBeGreaterThan(20)
    const io = reached.filter((file) =>
      /^import (?!type )[^;]*?from 'node:/m.test(readFileSync(file, 'utf8')),
    )
    expect(io.map((file) => relative(ROOT, file))).toEqual([])
  })
})

/** The modules that come along when these are loaded: relative imports that are more than types. */
function reachableFrom(starts: string[]): string[] {
  const found = [...starts]
  for (const file of found) {
    const specifiers = readFileSync(file, 'utf8').matchAll(
      /(?:^|\n)(?:import|export)(?! type)[^'"`;]*?from\s+'(\.[^']+\.ts)'/g,
    )
    for (const [, specifier] of specifiers) {
      const path = resolve(dirname(file), specifier!)
      if (!found.includes(path)) found.push(path)
    }
  }
  return found
}
