import { fileURLToPath } from 'node:url'
import { intakeServices, type Platform } from '#api'
import { Doors } from './portal/doors.ts'
import { portal } from './portal/portal.ts'

/**
 * Folder of the built workbench (`npm run build`): `index.html` for every address that is a page of the workbench
 * (see `web/workbench/routes.tsx`), hashed files under `assets/` that may be kept for ever.
 */
export const webRoot: string = fileURLToPath(new URL('../dist/web', import.meta.url))

/** The public pages on an opened house. The first organisation that takes reports receives them. */
export function openPortal(platform: Platform) {
  const intake = intakeServices(platform)
  return portal({
    intake,
    doors: new Doors(intake),
    publicUrl: platform.config.publicUrl,
    country: platform.config.country,
    log: platform.log,
    receiver: rememberedFor(1_000, async () => {
      const organisations = await platform.auth.listOrganisations()
      return (
        organisations.find(({ kind }) => kind === 'hotline') ??
        organisations.find(({ kind }) => kind === 'ngo')
      )
    }),
  })
}

/** Asks once for all who ask within this time; what failed is asked again. */
function rememberedFor<Result>(ms: number, ask: () => Promise<Result>): () => Promise<Result> {
  let known: { answer: Promise<Result>; until: number } | undefined
  return () => {
    const now = performance.now()
    if (known && known.until > now) return known.answer
    const answer = ask()
    known = { answer, until: now + ms }
    answer.catch(() => (known = undefined))
    return answer
  }
}
