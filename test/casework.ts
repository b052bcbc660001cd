import type { Hono } from 'hono'
import { casesEndpoints } from '#cases'
import { loadCatalogue } from '#law/node'
import { accessTable, newId } from '#model'
import type { Actor } from '#platform/access'
import { record } from '#platform/audit'
import { parseConfig } from '#platform/config'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { openFiles } from '#platform/files'
import { createApi } from '#platform/http'
import { noLog } from '#platform/log'
import { testDatabase, testFolder } from './stores.ts'

/** The cases behind their real router and database, with colleagues whose sign-in is taken for granted. */
export async function openCasework(startsAt: string) {
  const db = await testDatabase()
  const dataFolder = testFolder()
  const keyring = await Keyring.open(dataFolder)
  const files = await openFiles(parseConfig({ ASYLIA_DATA: dataFolder }), keyring)
  const vault = new Vault(new Sealer(keyring))
  const clock = { now: new Date(startsAt) }
  const now = () => clock.now
  const catalogue = loadCatalogue({ invented: true })
  const actors = new Map<string, Actor>()
  const organisations: { id: string; name: string; kind: string }[] = []
  const api: Hono = createApi({
    endpoints: casesEndpoints({
      vault,
      keyring,
      law: () => catalogue,
      today: () => clock.now.toISOString().slice(0, 10),
      now,
      organisations: async () => organisations,
      colleagues: async (organisation) =>
        [...actors.values()].flatMap((actor) => (actor.organisation === organisation ? [actor.id] : [])),
      erased: async () => undefined,
      deleteFiles: async (blobs) => {
        for (const blob of blobs) await files.delete(blob)
      },
    }),
    database: db,
    access: accessTable,
    authenticate: async (request) => actors.get(request.headers.get('x-actor') ?? '') ?? null,
    record: ({ actor, resource, action, params, outcome }) =>
      db.as(actor, (trx) =>
        record(trx, actor, {
          action: `${resource}.${action}${outcome === 'done' ? '' : `.${outcome}`}`,
          resource,
          subject: String(Object.values(params ?? {})[0] ?? '') || null,
          why: null,
        }),
      ),
    publicUrl: 'http://127.0.0.1:8080',
    liveness: {},
    log: noLog,
  })

  function hire(role: string, organisation: string, profession?: string) {
    const actor: Actor = { id: newId(), role, organisation, purpose: 'protection', profession }
    actors.set(actor.id, actor)
    const ask = async (method: string, path: string, body?: unknown) => {
      const response = await api.request(`http://127.0.0.1:8080/api${path}`, {
        method,
        headers: { 'x-actor': actor.id, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, text: await response.text() }
    }
    /** The parsed answer; throws when it was not a good one. */
    const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const { status, text } = await ask(method, path, body)
      if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
      return JSON.parse(text) as T
    }
    return { actor, ask, call }
  }

  return { db, vault, keyring, clock, now, api, hire, organisations, services: { db, vault, keyring, now } }
}

export type Colleague = ReturnType<Awaited<ReturnType<typeof openCasework>>['hire']>

/** Opens a case of one person in a country whose clocks run; its code and its person's id. */
export async function openCaseBy(worker: Colleague, more: Record<string, unknown> = {}) {
  const { code } = await worker.call<{ code: string }>('POST', '/cases', { jurisdiction: 'DEU', ...more })
  const page = await worker.call<{ version: number; people: { id: string }[] }>('GET', `/cases/${code}`)
  return { code, personId: page.people[0]!.id, version: page.version }
}
