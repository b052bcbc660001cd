import type { Platform } from '#api'
import { lawListeners, leadListeners, personListeners, referralListeners } from '#cases'
import { loadCatalogue } from '#law/node'
import { warningNotices } from '#places'
import { openMail } from '#platform/mail'

/** Who listens to which event: the one place where downstream is joined to upstream. */
export function listenToEvents({ corpus, keyring, jobs, now, config, auth }: Platform): void {
  const law = () => loadCatalogue({ invented: true })
  const today = () => now().toISOString().slice(0, 10)
  const listeners = [
    ...leadListeners({ corpus, keyring }),
    ...lawListeners({ law, today }),
    ...personListeners(),
    ...referralListeners(),
  ]
  for (const listener of listeners) jobs.on(listener)
  const mail = openMail(config)
  if (mail) jobs.on(warningNotices({ mail, accounts: () => auth.listUsers(), now }))
}
