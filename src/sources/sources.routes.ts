import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { newId } from '#model'
import type { Corpus } from '#platform/corpus'
import { AsyliaError, BadInput } from '#platform/errors'
import { endpoint, type Endpoint } from '#platform/http'
import { formats } from './formats.ts'
import { ImportRun } from './importing/run.ts'
import type { RunningImports } from './importing/running-imports.ts'
import { findMappingText, getRun, keepMapping, listRuns } from './importing/runs.store.ts'
import { FormatName, type Mapping, parseMapping, readMapping, shippedMappings } from './mapping/mapping.ts'
import { listSources, listUnresolved, SourceSummary, UnresolvedPlaceText } from './sources.store.ts'

const read = { resource: 'import', action: 'read', purpose: 'analysis' } as const
const create = { resource: 'import', action: 'create', purpose: 'analysis' } as const

/** The largest upload; larger files are imported from the terminal. */
const largestUpload = 2 * 2 ** 30
const ImportId = z.object({ id: z.uuid() })

const LiveRun = ImportRun.extend({
  share: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('How much of the file is read; null when it is not running here'),
})

const SourceAnswer = SourceSummary.extend({
  lastImport: z
    .object({ id: z.string(), state: z.string(), finishedAt: z.string().nullable(), rejected: z.int() })
    .nullable(),
})

const MappingAnswer = z.object({
  mapping: z
    .string()
    .describe('What `POST /sources/imports` takes: the name of a shipped mapping, or the hash of a sent one'),
  name: z.string(),
  about: z.string().nullable(),
  terms: z.string().nullable(),
  formats: z.array(FormatName),
  source: z.string().nullable(),
})

/** The operations of the sources page. */
export function sourcesEndpoints({
  corpus,
  imports,
}: {
  corpus: Corpus
  imports: RunningImports
}): Endpoint[] {
  const live = (run: ImportRun) => {
    const progress = run.state === 'running' ? imports.progressOf(run.id) : undefined
    if (progress === undefined) return { ...run, share: null }
    const { read: rows, added, updated, unchanged, rejected, seconds } = progress
    const share = Math.min(1, progress.bytesDone / Math.max(1, progress.fileBytes))
    return {
      ...run,
      read: rows,
      added,
      updated,
      unchanged,
      rejected,
      seconds: Math.round(seconds * 10) / 10,
      share,
    }
  }
  return [
    endpoint({
      method: 'get',
      path: '/sources',
      summary: 'Every source: what is held of it, its last import, and how many rows wait for a place',
      access: read,
      answer: z.object({ sources: z.array(SourceAnswer) }),
      async handle({ db, actor }) {
        const [sources, runs] = await Promise.all([listSources(corpus), listRuns(db, actor, 1000)])
        const lastOf = (source: string) => {
          const run = runs.find((each) => each.source === source)
          return run === undefined
            ? null
            : { id: run.id, state: run.state, finishedAt: run.finishedAt, rejected: run.rejected }
        }
        return { sources: sources.map((each) => ({ ...each, lastImport: lastOf(each.source) })) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/sources/unresolved',
      summary:
        'Places as they were written that no rule could tell, the most frequent first, with what they could be',
      access: read,
      query: z.object({
        source: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
      answer: z.object({ places: z.array(UnresolvedPlaceText) }),
      async handle({ query }) {
        return { places: await listUnresolved(corpus, query.source, query.limit) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/sources/mappings',
      summary: 'The mappings that come with Asylia, with their source and terms',
      access: read,
      answer: z.object({ mappings: z.array(MappingAnswer) }),
      async handle() {
        return { mappings: shippedMappings().map((name) => mappingAnswer(readMapping(name), name)) }
      },
    }),
    endpoint({
      method: 'post',
      path: '/sources/mappings',
      summary: 'Sends a mapping of your own; a wrong one is refused with its line and key',
      access: create,
      body: z.object({
        yaml: z.string().min(1).max(65_536),
        fileName: z.string().max(200).default('mapping.yaml'),
      }),
      answer: MappingAnswer,
      status: 201,
      async handle({ db, actor, body }) {
        const mapping = parseMapping(body.yaml, basename(body.fileName))
        await keepMapping(db, mapping, actor)
        return mappingAnswer(mapping, mapping.hash)
      },
    }),
    endpoint({
      method: 'get',
      path: '/sources/imports',
      summary: 'The last imports, the newest first; running ones with how far they are',
      access: read,
      answer: z.object({ imports: z.array(LiveRun) }),
      async handle({ db, actor }) {
        return { imports: (await listRuns(db, actor)).map(live) }
      },
    }),
    endpoint({
      method: 'get',
      path: '/sources/imports/{id}',
      summary: 'One import as it stands',
      access: read,
      params: ImportId,
      answer: LiveRun,
      async handle({ db, actor, params }) {
        return live(await getRun(db, actor, params.id))
      },
    }),
    endpoint({
      method: 'post',
      path: '/sources/imports',
      summary:
        'Imports a file: the body is the file itself, plain or gzip; the answer comes when its head is found good',
      access: create,
      query: z.object({
        format: FormatName,
        fileName: z.string().min(1).max(200),
        mapping: z.string().optional(),
        source: z.string().min(1).max(200).optional(),
      }),
      answer: LiveRun,
      status: 202,
      limits: { bytes: largestUpload, ms: 3_600_000 },
      async handle({ db, actor, query, context }) {
        const mapping = await findMapping(query.mapping ?? formats[query.format].defaultMapping)
        const fileName = basename(query.fileName)
        const folder = join(imports.stores.dataFolder, 'imports', newId())
        await mkdir(folder, { recursive: true, mode: 0o700 })
        try {
          const path = join(folder, safeName(fileName))
          await pipeline(bodyOf(context.req.raw), createWriteStream(path, { mode: 0o600 }))
          const request = {
            format: query.format,
            path,
            fileName,
            mapping,
            source: query.source,
            actor,
            ownsFile: true,
          }
          return live(await getRun(db, actor, await imports.start(request)))
        } catch (error) {
          await rm(folder, { recursive: true, force: true })
          throw error
        }
      },
    }),
    endpoint({
      method: 'get',
      path: '/sources/imports/{id}/rejects',
      summary:
        'The rows that were not taken, with what is wrong with each: mend the file and import it again',
      access: read,
      params: ImportId,
      async handle({ db, actor, params }) {
        const { rejectedFile } = await getRun(db, actor, params.id)
        const size =
          rejectedFile === null
            ? undefined
            : await stat(rejectedFile).then(
                ({ size: bytes }) => bytes,
                () => undefined,
              )
        if (rejectedFile === null || size === undefined) {
          throw new AsyliaError('sources.rejects.not-found', 'the import has no rejects file')
        }
        const name = basename(rejectedFile)
        return new Response(Readable.toWeb(createReadStream(rejectedFile)) as ReadableStream, {
          headers: {
            'content-type': name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
            'content-length': String(size),
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          },
        })
      },
    }),
  ]

  async function findMapping(nameOrHash: string): Promise<Mapping> {
    if (shippedMappings().includes(nameOrHash)) return readMapping(nameOrHash)
    const kept = await findMappingText(imports.stores.db, nameOrHash)
    if (kept === undefined)
      throw new AsyliaError('sources.mapping.not-found', `there is no mapping ${nameOrHash}`)
    return parseMapping(kept.yaml, kept.name)
  }
}

function bodyOf({ body }: Request): Readable {
  if (body === null) throw new BadInput('body: found nothing, expected the file')
  return Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0])
}

function mappingAnswer({ name, about, terms, formats: all, source }: Mapping, mapping: string) {
  return { mapping, name, about: about ?? null, terms: terms ?? null, formats: all, source: source ?? null }
}

/** The name people gave the file, fit for a folder of ours. */
function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '') || 'file'
}
