import { Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IntakeStatistics } from '#intake'
import { Figures, Notice, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useIntakeStatistics } from './report-queries.ts'

const periods = ['4', '13', '26', '52'] as const

/** How much came in, without content; 1 and 2 are withheld, and weeks are counted when they are over. */
export function IntakeStatisticsPage() {
  const { t } = useTranslation('wb-desk')
  const [weeks, setWeeks] = useState<string>('13')
  const found = useIntakeStatistics(weeks)
  return (
    <Page
      title={t('statistics.title')}
      lead={t('statistics.lead')}
      back={{ to: '/reports', label: t('workbench:place.reports') }}
      actions={
        <Select
          label={t('statistics.period')}
          allowDeselect={false}
          data={periods.map((value) => ({ value, label: t('statistics.weeks', { count: Number(value) }) }))}
          value={weeks}
          onChange={(next) => next && setWeeks(next)}
        />
      }
    >
      <Answer query={found}>{(counts) => <Shown counts={counts} />}</Answer>
    </Page>
  )
}

function Shown({ counts }: { counts: IntakeStatistics }) {
  const { t } = useTranslation(['wb-desk', 'wb-reports', 'wb-cases'])
  const { count, country, day } = useReading()
  const number = (value: number | null): string => (value === null ? t('statistics.withheld') : count(value))
  return (
    <div className="stack">
      <Figures
        items={[
          { label: t('statistics.reports'), value: number(counts.reports) },
          { label: t('statistics.counted'), value: number(counts.counted) },
          { label: t('statistics.locked'), value: number(counts.locked) },
        ]}
      />
      <Notice>{t('statistics.withheldWhy')}</Notice>
      <div className="columns">
        <Counts title={t('statistics.byWeek')} cells={counts.byWeek} name={day} />
        <Counts
          title={t('statistics.byChannel')}
          cells={counts.byChannel}
          name={(key) => t(`wb-reports:channel.${key}`)}
        />
        <Counts
          title={t('statistics.byDanger')}
          cells={counts.byDanger}
          name={(key) => t(`wb-cases:danger.${key}`)}
        />
        <Counts
          title={t('statistics.byPlace')}
          cells={counts.byPlace}
          name={(key) => (key === 'unknown' ? t('statistics.unknown') : country(key))}
        />
      </div>
    </div>
  )
}

type CountsProps = { title: string; cells: IntakeStatistics['byWeek']; name: (key: string) => string }

function Counts({ title, cells, name }: CountsProps) {
  const { t } = useTranslation('wb-desk')
  const { count } = useReading()
  return (
    <section className="card">
      <h2>{title}</h2>
      {cells.length === 0 ? (
        <p className="quiet">{t('statistics.nothing')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">{t('statistics.reports')}</th>
            </tr>
          </thead>
          <tbody>
            {cells.map(({ key, reports }) => (
              <tr key={key}>
                <th scope="row">{name(key)}</th>
                <td>{reports === null ? t('statistics.withheld') : count(reports)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
