import { Hono } from 'hono'
import { forgetting, openApi, openPlatform, type Platform } from '#api'
import { eraseAgain, keepChasing, keepRetention, keepWatch, sealOldRecipients } from '#cases'
import { keepForgetting } from '#detect'
import { keepCatalogue, loadCatalogue } from '#law/node'
import { keepPlacesWatch } from '#places'
import { systemActor } from '#platform/access'
import { type Command, parseCommandLine } from '#platform/command'
import { BadInput } from '#platform/errors'
import { listen, serveWorkbench, siteFaults, strictHeaders } from '#platform/http'
import { openPortal, webRoot } from '#web'
import { listenToEvents } from './listeners.ts'

type Role = 'all' | 'api' | 'worker'

const usage = 'serve [--role all|api|worker]'

/** The whole address space: `/report…` the public pages, `/api/…`, `/healthz`, and the workbench for the rest. */
export function openSite(platform: Platform): Hono {
  const site = new Hono()
  site.onError(siteFaults(platform.log))
  site.route('/', openApi(platform))
  site.route('/', openPortal(platform))
  site.use('*', strictHeaders(platform.config.publicUrl))
  site.route('/', serveWorkbench(webRoot))
  return site
}

/** Joins the listeners to their events and starts handling them; with 'api', leaves that to other machines. */
export async function startWork(platform: Platform, role: Role = 'all'): Promise<void> {
  listenToEvents(platform)
  await platform.jobs.start({ work: role !== 'api' })
  // A catalogue that is new here says so once, and its listeners tell the cases it affects.
  await platform.database.as(systemActor('law.catalogue'), (trx) =>
    keepCatalogue(trx, loadCatalogue({ invented: true })),
  )
  if (role === 'api') return
  void platform.imports.resume()
  const { database, corpus, now, log, vault } = platform
  await sealOldRecipients(database, vault)
  const { dataFolder, eraseDue } = platform.config
  const { deleteFiles } = forgetting(platform)
  const today = () => now().toISOString().slice(0, 10)
  // Before anybody is answered: a restore that was cut off may not have come so far.
  await eraseAgain(database, dataFolder, deleteFiles)
  platform.beforeClose(
    keepRetention({ db: database, dataFolder, today, deleteFiles, eraseDue }, (error) =>
      log('error', 'retention not kept', { reason: (error as { code?: string }).code ?? 'unknown' }),
    ),
  )
  platform.beforeClose(
    keepForgetting({ db: database, vault, today }, (error) =>
      log('error', 'lists of people not forgotten', {
        reason: (error as { code?: string }).code ?? 'unknown',
      }),
    ),
  )
  platform.beforeClose(
    keepPlacesWatch({ corpus, database, now }, (error) =>
      log('error', 'places not watched', { reason: (error as { code?: string }).code ?? 'unknown' }),
    ),
  )
  platform.beforeClose(
    keepWatch(database, now, (error) =>
      log('error', 'clocks not watched', { reason: (error as { code?: string }).code ?? 'unknown' }),
    ),
  )
  platform.beforeClose(
    keepChasing(database, today, (error) =>
      log('error', 'referrals not chased', { reason: (error as { code?: string }).code ?? 'unknown' }),
    ),
  )
}

/** Serves until SIGTERM or Ctrl-C, then finishes what it acknowledged. Resolves when all is closed. */
export async function serveUntilStopped(
  platform: Platform,
  role: Role,
  announce: (address: string) => void,
): Promise<void> {
  const { host } = platform.config
  const server = role === 'worker' ? undefined : await listen(openSite(platform), platform.config)
  announce(
    server ? `http://${host.includes(':') ? `[${host}]` : host}:${server.port}` : 'jobs, at no address',
  )
  await stopSignal()
  await server?.stop()
  await platform.close()
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })
}

export const serveCommand: Command = {
  name: ['serve'],
  usage,
  summary: 'Serve the public form, the workbench and the API until told to stop',
  async run(args, { config, progress }) {
    const { values } = parseCommandLine(usage, args, { role: { type: 'string', default: 'all' } })
    const { role } = values
    if (role !== 'all' && role !== 'api' && role !== 'worker') {
      throw new BadInput(`--role: found '${role}', expected all, api or worker; usage: asylia ${usage}`)
    }
    const platform = await openPlatform(config)
    await startWork(platform, role)
    await serveUntilStopped(platform, role, (address) => progress(`serving ${address}`))
    return { exit: 0, json: { stopped: true }, text: '' }
  },
}
