import './enter.css'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ReportDetail, Suggestion } from '#intake'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { Danger } from '../cases/marks.tsx'
import { useDeed } from '../deeds.tsx'
import { useNameOf } from '../staff/colleagues.ts'
import { shortName, useDuplicates } from './report-queries.ts'

const verdicts = ['same', 'related', 'different'] as const
type Verdict = (typeof verdicts)[number]

/** Reports that may tell of the same event, each with why. A person says what they are; nothing is merged. */
export function DuplicatesCard({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-desk')
  const found = useDuplicates(report.id)
  const address = (other: string): string => `/intake/reports/${part(report.id)}/duplicates/${part(other)}`
  const decide = useDeed({
    run: ({ other, verdict }: { other: string; verdict: Verdict }) => api.put(address(other), { verdict }),
    done: (_, { verdict }) => t(`duplicates.said.${verdict}`),
    undo: ({ other }) => api.delete(address(other)),
    renew: [['reports', report.id, 'duplicates']],
  })
  return (
    <section className="card stack-small">
      <h2>{t('duplicates.title')}</h2>
      <p className="small quiet">{t('duplicates.what')}</p>
      <Answer query={found}>
        {({ suggestions, decided, notCompared }) => (
          <>
            {suggestions.length === 0 ? <p>{t('duplicates.none')}</p> : null}
            {suggestions.map((one) => (
              <Suggested
                key={one.id}
                suggestion={one}
                decide={(verdict) => decide.mutate({ other: one.id, verdict })}
              />
            ))}
            {decided.length > 0 ? <Decided decided={decided} /> : null}
            {notCompared > 0 ? (
              <p className="small quiet">{t('duplicates.notCompared', { count: notCompared })}</p>
            ) : null}
          </>
        )}
      </Answer>
    </section>
  )
}

type OneProps = { suggestion: Suggestion; decide: (verdict: Verdict) => void }

function Suggested({
  suggestion: { id, danger, receivedAt, channel, place, reasons, against },
  decide,
}: OneProps) {
  const { t } = useTranslation(['wb-desk', 'wb-reports', 'wb-cases'])
  const { instant } = useReading()
  const name = shortName(id)
  const saidOf = (kind: string, said: string): string =>
    kind === 'signs' ? t(`wb-cases:indicator.${said}`) : said
  return (
    <article className="duplicate stack-small" aria-label={t('wb-reports:report.title', { name })}>
      <div className="row">
        <Link to="/reports/$id" params={{ id }} className="mono">
          {name}
        </Link>
        <Danger danger={danger} />
        <span className="small quiet">
          {t(`wb-reports:channel.${channel}`)} · {instant(receivedAt)}
        </span>
        {place === '' ? null : (
          <span className="small" dir="auto" data-private="">
            {place.slice(0, 60)}
          </span>
        )}
      </div>
      <ul>
        {reasons.map(({ kind, points, said }) => (
          <li key={kind}>
            {t(`duplicates.reason.${kind}`)} ·{' '}
            <span className="small quiet">
              {t(points >= 4 ? 'duplicates.strong' : points >= 2 ? 'duplicates.some' : 'duplicates.weak')}
            </span>
            {said.length > 0 ? ': ' : ''}
            {said.map((words, i) => (
              <span key={words}>
                {i > 0 ? ' · ' : ''}
                <mark dir="auto" data-private="">
                  {saidOf(kind, words)}
                </mark>
              </span>
            ))}
          </li>
        ))}
        {against.map((kind) => (
          <li key={`against ${kind}`}>
            <Badge tone="clock">{t('duplicates.againstIt')}</Badge> {t(`duplicates.against.${kind}`)}
          </li>
        ))}
      </ul>
      <div className="row" role="group" aria-label={t('duplicates.ask', { name })}>
        {verdicts.map((verdict) => (
          <Button key={verdict} size="compact-sm" variant="default" onClick={() => decide(verdict)}>
            {t(`duplicates.verdict.${verdict}`)}
          </Button>
        ))}
      </div>
    </article>
  )
}

type Decision = { id: string; verdict: Verdict; decidedBy: string; decidedOn: string }

function Decided({ decided }: { decided: readonly Decision[] }) {
  const { t } = useTranslation('wb-desk')
  const { day } = useReading()
  const nameOf = useNameOf()
  return (
    <div>
      <h3>{t('duplicates.decided')}</h3>
      <ul>
        {decided.map(({ id, verdict, decidedBy, decidedOn }) => (
          <li key={id}>
            <Link to="/reports/$id" params={{ id }} className="mono">
              {shortName(id)}
            </Link>{' '}
            {t(`duplicates.verdict.${verdict}`)}{' '}
            <span className="small quiet">
              · {nameOf(decidedBy)} · {day(decidedOn)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
