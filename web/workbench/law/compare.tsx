import { Select } from '@mantine/core'
import { useState } from 'react'
import type { CompareAnswer } from '#law'
import { Badge } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { type Facts, useComparison, useJurisdictions } from './asking.ts'
import { Channels } from './channels.tsx'
import { Cite } from './cite.tsx'
import { useLawWords } from './law-words.ts'

/** Two laws side by side: what each names, asks and gives; and whether both see an offence on the same facts. */
export function Compare({ jurisdiction, on, facts }: { jurisdiction: string; on: string; facts: Facts }) {
  const { t, jurisdictionName } = useLawWords()
  const { data } = useJurisdictions()
  const [other, setOther] = useState(jurisdiction === 'GBR' ? 'FRA' : 'GBR')
  const comparison = useComparison(jurisdiction, other, on, facts)
  return (
    <div className="stack">
      <Select
        label={t('compare.with')}
        w={280}
        searchable
        allowDeselect={false}
        data={
          data?.jurisdictions
            .filter(({ id }) => id !== jurisdiction)
            .map((one) => ({ value: one.id, label: jurisdictionName(one) })) ?? []
        }
        value={other}
        onChange={(next) => next && setOther(next)}
      />
      <Answer query={comparison}>
        {(answer) => (
          <>
            <Sides answer={answer} />
            <Channels a={answer.a} b={answer.b} on={on} facts={facts} />
          </>
        )}
      </Answer>
    </div>
  )
}

function Sides({ answer }: { answer: CompareAnswer }) {
  const { t, fact, element: elementName, jurisdictionName } = useLawWords()
  const both = [answer.a, answer.b] as const
  const nameOf = ({ jurisdiction, name }: CompareAnswer['a']): string =>
    jurisdictionName({ id: jurisdiction, name })
  const row = (label: string, of: (side: CompareAnswer['a']) => React.ReactNode) => (
    <tr key={label}>
      <th scope="row">{label}</th>
      {both.map((side) => (
        <td key={side.jurisdiction}>{of(side)}</td>
      ))}
    </tr>
  )
  const dual = answer.dualCriminality
  return (
    <>
      <section className="card law-scroll">
        <table className="law-elements">
          <thead>
            <tr>
              <td />
              {both.map((side) => (
                <th key={side.jurisdiction} scope="col">
                  {nameOf(side)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {row(t('compare.offence'), (side) => (
              <span lang="en" dir="auto">
                {side.offence.title} <Cite cite={side.offence.cite} />
              </span>
            ))}
            {row(t('compare.meansAdult'), (side) => t(side.meansRequired.adult ? 'truth.yes' : 'truth.no'))}
            {row(t('compare.meansChild'), (side) => t(side.meansRequired.child ? 'truth.yes' : 'truth.no'))}
            {row(t('compare.childAge'), (side) => side.childAge)}
            {row(t('compare.consent'), (side) => (
              <>
                {t(`consent.${side.consent.effect}`)} <Cite cite={side.consent.cite} />
              </>
            ))}
            {row(t('compare.most'), (side) =>
              side.life
                ? t('assess.life')
                : side.maxMonths === null
                  ? t('assess.notStated')
                  : t('assess.years', { count: Math.round(side.maxMonths / 12) }),
            )}
          </tbody>
        </table>
      </section>
      <section className="card law-scroll">
        <h2>{t('compare.differences')}</h2>
        <table className="law-elements">
          <thead>
            <tr>
              <th>{t('element.name')}</th>
              <th>{t('compare.only', { name: nameOf(answer.a) })}</th>
              <th>{t('compare.only', { name: nameOf(answer.b) })}</th>
              <th>{t('compare.both')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.differences.map(({ element, onlyA, onlyB, both: shared }) => (
              <tr key={element}>
                <th scope="row">{elementName(element)}</th>
                {[onlyA, onlyB, shared].map((paths, index) => (
                  <td key={index}>{paths.map(fact).join(' · ') || '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="card law-scroll">
        <h2>{t('compare.thresholds')}</h2>
        <table className="law-elements">
          <tbody>
            {answer.thresholds.map(({ rule, months, a, b }) => (
              <tr key={rule}>
                <th scope="row" lang="en" dir="auto">
                  {rule}
                </th>
                <td>{t('assess.months', { count: months })}</td>
                <td>
                  {nameOf(answer.a)}: {t(`truth.${a}`)}
                </td>
                <td>
                  {nameOf(answer.b)}: {t(`truth.${b}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {dual ? (
        <section className="card stack-small">
          <div className="row-between">
            <h2>{t('compare.dual')}</h2>
            <Badge tone={dual.is === 'yes' ? 'accent' : 'plain'}>{t(`truth.${dual.is}`)}</Badge>
          </div>
          <p>
            {nameOf(answer.a)}: {t(`result.${dual.a.result}`)} <Cite cite={dual.a.cite} /> ·{' '}
            {nameOf(answer.b)}: {t(`result.${dual.b.result}`)} <Cite cite={dual.b.cite} />
          </p>
          {dual.turnsOn.length > 0 ? (
            <p className="small quiet">
              {t('compare.turnsOn')} {dual.turnsOn.slice(0, 12).map(fact).join(' · ')}
            </p>
          ) : null}
        </section>
      ) : null}
      <p className="small quiet">{t('disclaimer')}</p>
    </>
  )
}
