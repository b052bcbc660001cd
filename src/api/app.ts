import type { Hono } from 'hono'
import { sql } from 'kysely'
import { z } from 'zod'
import { casesEndpoints, keepErasureLog } from '#cases'
import { detectEndpoints } from '#detect'
import { type FileServices, intakeEndpoints } from '#intake'
import { answerEndpoints, lawEndpoints, loadCatalogue } from '#law/node'
import { accessTable } from '#model'
import { placesEndpoints } from '#places'
import { auditEndpoints, record } from '#platform/audit'
import { authEndpoints } from '#platform/auth'
import { createApi, type Endpoint, type Performed } from '#platform/http'
import { mainLanguages } from '#platform/i18n'
import { noticeEndpoints } from '#platform/mail'
import { openGazetteer, sourcesEndpoints } from '#sources'
import type { Platform } from './platform.ts'

/** Every operation of the house, slice by slice in the river's order: the one list the router is made from. */
export function listEndpoints(platform: Platform): Endpoint[] {
  const { auth, audit, corpus, imports, vault, keyring, now } = platform
  // The made-up countries too: their law answers only where a case is said to be there.
  const law = () => loadCatalogue({ invented: true })
  const today = () => now().toISOString().slice(0, 10)
  return [
    ...authEndpoints({ auth, access: accessTable, languages: mainLanguages }),
    ...noticeEndpoints({ hasMail: platform.config.mail !== undefined }),
    ...lawEndpoints(),
    ...answerEndpoints({ vault, law, today }),
    ...intakeEndpoints({ ...intakeServices(platform), placeOf: countryOfPlace }),
    ...sourcesEndpoints({ corpus, imports }),
    ...detectEndpoints({ corpus, keyring, vault, now }),
    ...placesEndpoints({ corpus }),
    ...casesEndpoints({
      vault,
      keyring,
      law,
      today,
      now,
      organisations: () => auth.listOrganisations(),
      colleagues: async (organisation) =>
        (await auth.listUsers(organisation)).flatMap(({ id, lockedAt }) => (lockedAt === null ? [id] : [])),
      ...forgetting(platform),
    }),
    ...auditEndpoints(audit),
  ]
}

/** Which country a place lies in, offline; null where nobody could say for sure. */
function countryOfPlace(text: string): string | null {
  const found = openGazetteer().resolve(text)
  return found.found ? found.country : null
}

/** Deletes what an erasure leaves outside the records, and writes it down for a restore. */
export function forgetting({ files, database, config }: Pick<Platform, 'files' | 'database' | 'config'>) {
  return {
    deleteFiles: async (blobs: readonly string[]) => {
      for (const blob of blobs) await files.delete(blob)
    },
    erased: () => keepErasureLog(database, config.dataFolder),
  }
}

/** What the intake works with; the public pages use the same. */
export function intakeServices({ database, vault, keyring, files, now }: Platform): FileServices {
  return { db: database, vault, keyring, files, now }
}

/** The API as a Hono app: `/api/…`, `/api/openapi.json`, `/healthz`. */
export function openApi(platform: Platform): Hono {
  const { auth, database, corpus, config, log } = platform
  return createApi({
    endpoints: listEndpoints(platform),
    database,
    access: accessTable,
    authenticate: (request, how) => auth.authenticate(request, how),
    record: (performed) => recordCall(platform, performed),
    publicUrl: config.publicUrl,
    liveness: {
      records: () => sql`select 1`.execute(database.kysely),
      observations: () => corpus.query('select 1 as one', z.object({ one: z.number() })),
    },
    log,
  })
}

/** A line in the audit log for every call that needed a right: who, what, why, on which of our ids. */
async function recordCall({ database }: Platform, { actor, resource, action, params, outcome }: Performed) {
  const [subject] = Object.values(params ?? {})
  const ending = outcome === 'done' ? '' : `.${outcome}`
  await database.as(actor, (trx) =>
    record(trx, actor, {
      action: `${resource}.${action}${ending}`,
      resource,
      subject: typeof subject === 'string' ? subject : null,
      why: null,
    }),
  )
}
