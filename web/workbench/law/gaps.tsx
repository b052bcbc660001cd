import type { Gap } from '#law'
import { type Column, List } from '../../ui/list.tsx'
import { Badge, Figures } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useGaps } from './asking.ts'
import { Cite, Confidence } from './cite.tsx'
import { useLawWords } from './law-words.ts'

/** What treaties ask of this law, strongest duties first, and whether it is there. */
export function Gaps({ jurisdiction, on }: { jurisdiction: string; on: string }) {
  const { t } = useLawWords()
  const { count, country } = useReading()
  const gaps = useGaps(jurisdiction, on)
  const columns: Column<Gap>[] = [
    {
      id: 'asks',
      header: t('gaps.asks'),
      value: (gap) => gap.asks.paraphrase,
      cell: (gap) => (
        <span lang="en" dir="auto">
          {gap.asks.paraphrase}
        </span>
      ),
    },
    { id: 'article', header: t('gaps.article'), value: (gap) => `${gap.treaty} ${gap.article}` },
    { id: 'strength', header: t('gaps.strength'), value: (gap) => t(`strength.${gap.strength}`) },
    { id: 'bound', header: t('gaps.bound'), value: (gap) => t(`truth.${gap.bound.is}`) },
    {
      id: 'result',
      header: t('element.result'),
      value: (gap) => t(`gap.${gap.result}`),
      cell: (gap) => (
        <Badge tone={gap.result === 'met' ? 'accent' : gap.result === 'unknown' ? 'plain' : 'clock'}>
          {t(`gap.${gap.result}`)}
        </Badge>
      ),
    },
    {
      id: 'why',
      header: t('gaps.why'),
      value: (gap) => gap.tests.map(({ reason }) => reason).join('; '),
      cell: (gap) => (
        <span lang="en" dir="auto" className="small">
          {gap.tests.map(({ reason }) => reason).join('; ')}
        </span>
      ),
    },
    {
      id: 'examples',
      header: t('gaps.examples'),
      value: (gap) => gap.metBy.map(({ jurisdiction: id }) => country(id)).join(', '),
      cell: (gap) => (
        <span className="small">
          {gap.metBy.map(({ jurisdiction: id, cite }) => (
            <span key={id} className="law-side">
              {country(id)} <Cite cite={cite} />
            </span>
          ))}
        </span>
      ),
    },
    {
      id: 'checked',
      header: t('gaps.checked'),
      value: (gap) => t(`confidence.${gap.asks.confidence}`),
      cell: (gap) => <Confidence confidence={gap.asks.confidence} />,
    },
  ]
  return (
    <Answer query={gaps}>
      {(answer) => (
        <div className="stack">
          <Figures
            items={(['met', 'partly', 'missing', 'unknown'] as const).map((result) => ({
              label: t(`gap.${result}`),
              value: count(answer.summary[result]),
            }))}
          />
          <List
            name={t('tab.gaps')}
            file={`gaps-${jurisdiction}`}
            rows={answer.gaps}
            id={(gap) => gap.obligation}
            columns={columns}
            facets={[
              {
                id: 'result',
                label: t('element.result'),
                value: (gap) => gap.result,
                name: (id) => t(`gap.${id}`),
              },
              { id: 'treaty', label: t('gaps.treaty'), value: (gap) => gap.treaty },
            ]}
          />
          <p className="small quiet">{t('disclaimer')}</p>
        </div>
      )}
    </Answer>
  )
}
