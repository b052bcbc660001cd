import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useNameOf } from '../staff/colleagues.ts'
import { useMay } from '../session.ts'
import { type TimelineEvent, useTimeline } from './case-queries.ts'
import { useNotes, WriteNote } from './notes.tsx'
import './cases.css'

/** What happened, newest first: codes, numbers and notes in a worker's words; no testimony. */
export function Timeline({ page }: { page: CasePage }) {
  const found = useTimeline(page.code)
  const notes = useNotes(page.code)
  const may = useMay()
  return (
    <Answer query={found}>
      {(events) => (
        <section className="card stack">
          {may('case', 'update') ? <WriteNote code={page.code} /> : null}
          <ol className="case-events">
            {events.map((event) => (
              <Event key={event.id} event={event} note={notes.data?.get(event.id)} />
            ))}
          </ol>
        </section>
      )}
    </Answer>
  )
}

function Event({ event, note }: { event: TimelineEvent; note: string | undefined }) {
  const { t } = useTranslation('wb-cases')
  const { instant } = useReading()
  const nameOf = useNameOf()
  return (
    <li>
      <strong>{t(`event.${event.kind}`, { defaultValue: event.kind.replaceAll('_', ' ') })}</strong>
      <FactsOf facts={event.facts} />
      {note === undefined ? null : (
        <p className="case-note" dir="auto" data-private="">
          {note}
        </p>
      )}
      <p className="tiny quiet">
        {instant(event.at)} · {nameOf(event.actor)}
      </p>
    </li>
  )
}

function FactsOf({ facts }: { facts: Readonly<Record<string, unknown>> }) {
  const words = useFactWords()
  const lines = Object.entries(facts).flatMap(([name, value]) => words(name, value) ?? [])
  return lines.length === 0 ? null : <p className="small quiet">{lines.join(' · ')}</p>
}

// Each fact of an event is a code or a number of ours; what has no words is not shown rather than shown raw.
function useFactWords(): (name: string, value: unknown) => string | undefined {
  const { t } = useTranslation('wb-cases')
  return (name, value) => {
    if (name === 'outcome') return t(`outcome.${String(value)}`)
    if (name === 'decision') return t(`decision.${String(value)}`)
    if (name === 'reason') return t(`reveal.${String(value)}`, { defaultValue: String(value) })
    if (name === 'purpose') return t(`consent.purpose.${String(value)}`, { defaultValue: String(value) })
    if (name === 'person') return String(value)
    if (name === 'origin') return t(`origin.${String(value)}`)
    if (name === 'present') return t('timeline.present', { count: Number(value) })
    if (name === 'changed' && Array.isArray(value)) {
      return value.map((field) => t(`field.${String(field)}`, { defaultValue: String(field) })).join(', ')
    }
    return undefined
  }
}
