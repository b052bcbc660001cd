import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { AssessAnswer, OffenceAnswer } from '#law'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Cite, Confidence } from './cite.tsx'
import { useLawWords } from './law-words.ts'

/** What could be made out stands first. */
export const rank = { made_out: 0, unknown: 1, not_made_out: 2 } as const

export const resultIcons: Readonly<Record<string, ReactNode>> = {
  made_out: <IconCircleCheck size={15} aria-hidden />,
  met: <IconCircleCheck size={15} aria-hidden />,
  unknown: <IconCircleDashed size={15} aria-hidden />,
  not_made_out: <IconCircleX size={15} aria-hidden />,
  not_met: <IconCircleX size={15} aria-hidden />,
}

/** Every offence in force, what could be made out first; each element with its article and the facts it stands on. */
export function Offences({ answer }: { answer: AssessAnswer }) {
  const { t } = useLawWords()
  const { day } = useReading()
  const offences = answer.offences.toSorted((a, b) => rank[a.result] - rank[b.result])
  return (
    <div className="stack">
      <p className="small quiet">
        {t(`assess.on.${answer.onBecause}`, { day: day(answer.on) })} {t('disclaimer')}
      </p>
      {answer.contradictions.map((one) => (
        <Notice key={one.facts.join()} tone="clock" icon={<IconAlertTriangle size={18} aria-hidden />}>
          {t('assess.contradiction', { facts: one.facts.join(', ') })}
        </Notice>
      ))}
      <section className="card card-flush" aria-label={t('tab.assess')}>
        {offences.map((offence) => (
          <Offence key={offence.id} offence={offence} />
        ))}
      </section>
      {answer.traps.length > 0 ? (
        <section className="card">
          <h2>{t('assess.traps')}</h2>
          <ul lang="en" dir="ltr" className="small">
            {answer.traps.map((trap) => (
              <li key={trap}>{trap}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  )
}

function Offence({ offence }: { offence: OffenceAnswer }) {
  const { t, fact, element: elementName } = useLawWords()
  const tone = offence.result === 'made_out' ? 'accent' : 'plain'
  return (
    <article className="law-offence">
      <div className="row-between">
        <h2 lang="en" dir="auto">
          {offence.section} · {offence.title}
        </h2>
        <div className="row">
          <Confidence confidence={offence.confidence} />
          <Badge tone={tone} icon={resultIcons[offence.result]}>
            {t(`result.${offence.result}`)}
          </Badge>
        </div>
      </div>
      <div className="law-scroll">
        <table className="law-elements">
          <thead>
            <tr>
              <th>{t('element.name')}</th>
              <th>{t('element.result')}</th>
              <th>{t('element.law')}</th>
              <th>{t('element.facts')}</th>
            </tr>
          </thead>
          <tbody>
            {offence.elements.map((element) => (
              <tr key={element.id}>
                <th scope="row">{elementName(element.id)}</th>
                <td>
                  <Badge
                    tone={element.result === 'met' ? 'accent' : 'plain'}
                    icon={resultIcons[element.result]}
                  >
                    {t(`elementResult.${element.result}`)}
                  </Badge>
                </td>
                <td>
                  <Cite cite={element.cite} />
                </td>
                <td>
                  {element.facts.map((used) => `${fact(used.fact)}: ${t(`truth.${used.is}`)}`).join(' · ')}
                  {element.note ? (
                    <div className="tiny quiet" lang="en" dir="auto">
                      {element.note}
                    </div>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small">
        {t('assess.penalty')} <Range offence={offence} /> <Cite cite={offence.penalty.cite} />
        {' · '}
        {t('assess.consent')} {t(`consent.${offence.consent.effect}`)} <Cite cite={offence.consent.cite} />
      </p>
      {offence.aggravations.some(({ is }) => is !== 'no') ? (
        <p className="small">
          {t('assess.aggravation')}{' '}
          {offence.aggravations
            .filter(({ is }) => is !== 'no')
            .map(({ when, is, cite }) => (
              <span key={`${when} ${cite.number}`} className="law-side">
                <span lang="en" dir="auto">
                  {when}
                </span>{' '}
                <Cite cite={cite} /> ({t(`truth.${is}`)})
              </span>
            ))}
        </p>
      ) : null}
      {offence.limitation ? (
        <p className="small">
          {t('assess.limitation')}{' '}
          <span lang="en" dir="auto">
            {offence.limitation.text}
          </span>{' '}
          <Cite cite={offence.limitation.cite} />
        </p>
      ) : null}
      {offence.nearMisses.length > 0 ? (
        <p className="small quiet">
          {t('assess.nearMiss')}{' '}
          {offence.nearMisses
            .map(({ fact: path, would }) =>
              typeof would === 'boolean'
                ? `${fact(path)}: ${t(would ? 'truth.yes' : 'truth.no')}`
                : t('assess.ageBelow', { fact: fact(path), age: would.ageBelow }),
            )
            .join(' · ')}
        </p>
      ) : null}
    </article>
  )
}

function Range({ offence }: { offence: OffenceAnswer }) {
  const { t } = useLawWords()
  const { minMonths, maxMonths, life } = offence.penalty
  const term = (months: number | null): string =>
    months === null
      ? t('assess.notStated')
      : months % 12 === 0
        ? t('assess.years', { count: months / 12 })
        : t('assess.months', { count: months })
  return (
    <span>
      {minMonths === 0 || minMonths === null
        ? t('assess.upTo', { most: life ? t('assess.life') : term(maxMonths) })
        : `${term(minMonths)} – ${life ? t('assess.life') : term(maxMonths)}`}
    </span>
  )
}
