import { findPatternLead, findReceipt, type PatternReceipt } from '#detect'
import { findWarningLead } from '#places'
import { record } from '#platform/audit'
import type { Corpus } from '#platform/corpus'
import type { Keyring } from '#platform/crypto'
import type { EventPayload, Listener } from '#platform/jobs'
import { closeLead, openLead } from './lead.store.ts'

type Foundation = {
  title: string
  reasons: string[]
  observationIds: string[]
  country: string | null
  receipt?: PatternReceipt | undefined
}

/**
 * What upstream tells the cases: a pattern that a reviewer accepted, a warning that one confirmed. Each opens one lead
 * for the reviewer's organisation, with the observations it rests on fixed by their hash, and of a pattern the receipt.
 * An acceptance that is taken back puts the lead aside, unless a case has taken it in.
 */
export function leadListeners({ corpus, keyring }: { corpus: Corpus; keyring: Keyring }): Listener[] {
  return [
    leadFrom('pattern', 'detect.pattern-accepted', async (id) => {
      const found = await findPatternLead(corpus, id)
      return found && { ...found, receipt: await findReceipt({ corpus, keyring }, id) }
    }),
    {
      name: 'cases.lead-put-aside',
      topic: 'detect.acceptance-taken-back',
      async handle(trx, { payload }, actor) {
        const sourceId = text(payload, 'pattern')
        const organisationId = text(payload, 'organisation')
        if (sourceId === undefined || organisationId === undefined) return
        if (await closeLead(trx, { kind: 'pattern', sourceId, organisationId }))
          await record(trx, actor, {
            action: 'lead.update',
            resource: 'lead',
            subject: sourceId,
            why: 'detect.acceptance-taken-back',
          })
      },
    },
    leadFrom('warning', 'places.warning-confirmed', (id) => findWarningLead(corpus, id)),
  ]
}

function leadFrom(
  kind: 'pattern' | 'warning',
  topic: string,
  find: (id: string) => Promise<Foundation | undefined>,
): Listener {
  return {
    name: `cases.lead-from-${kind}`,
    topic,
    async handle(trx, { payload }, actor) {
      const sourceId = text(payload, kind)
      const organisationId = text(payload, 'organisation')
      if (sourceId === undefined || organisationId === undefined) return
      // What was accepted and has gone from the corpus since is still a lead: with nothing to rest on but the decision.
      const found = (await find(sourceId)) ?? {
        title: sourceId,
        reasons: [],
        observationIds: [],
        country: null,
      }
      const opened = await openLead(trx, {
        ...found,
        kind,
        sourceId,
        organisationId,
        openedBy: text(payload, 'by') ?? actor.id,
      })
      if (opened)
        await record(trx, actor, { action: 'lead.create', resource: 'lead', subject: sourceId, why: topic })
    },
  }
}

function text(payload: EventPayload, key: string): string | undefined {
  const value = payload[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
