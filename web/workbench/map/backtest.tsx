import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { BacktestMethod, BacktestRun } from '#places'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useBacktest } from './place-queries.ts'
import { Reasons } from './reasons.tsx'

/** How each method would have foretold the past. What does not beat last year's places is not called a prediction. */
export function Backtests({ knownOn }: { knownOn: string | null }) {
  const { t } = useTranslation('wb-map')
  const may = useMay()
  const answer = useBacktest()
  const run = useDeed({
    run: () => api.post('/places/backtests', { knownOn }),
    done: () => t('backtest.done'),
    renew: [['places', 'backtests']],
  })
  const again =
    may('places', 'update') && knownOn ? (
      <Button
        variant="default"
        leftSection={<IconHistory size={16} aria-hidden />}
        loading={run.isPending}
        onClick={() => run.mutate(undefined)}
      >
        {t('backtest.run')}
      </Button>
    ) : null
  return (
    <Answer query={answer}>
      {({ backtest }) =>
        backtest ? (
          <div className="stack">
            <Tested backtest={backtest} />
            <div>{again}</div>
          </div>
        ) : (
          <Empty title={t('backtest.none')} action={again}>
            {t('backtest.what')}
          </Empty>
        )
      }
    </Answer>
  )
}

function Tested({ backtest }: { backtest: BacktestRun }) {
  const { t } = useTranslation('wb-map')
  const { day, count, percent, small } = useReading()
  const share = (value: number | null): string => (value === null ? '–' : percent(value))
  const figure = (value: number | null): string => (value === null ? '–' : small(value))
  const columns: readonly [string, (one: BacktestMethod) => string][] = [
    ['hitRate', (one) => share(one.hitRate)],
    ['pai', (one) => figure(one.pai)],
    ['peiStar', (one) => figure(one.peiStar)],
    ['detected', (one) => `${count(one.detected)} / ${count(one.rises)}`],
    ['weeksToDetect', (one) => figure(one.weeksToDetect)],
    ['falseAlarms', (one) => figure(one.falseAlarmsPerMonth)],
  ]
  return (
    <section className="card map-scroll" aria-label={t('backtest.title')} tabIndex={0}>
      <h2>{t('backtest.title')}</h2>
      <p className="small quiet">
        {t('backtest.about', {
          from: day(backtest.firstOrigin),
          to: day(backtest.lastOrigin),
          weeks: count(backtest.horizonWeeks),
          share: percent(backtest.share),
          areas: count(backtest.locations),
        })}
      </p>
      <table className="map-table">
        <thead>
          <tr>
            <th>{t('backtest.method')}</th>
            {columns.map(([id]) => (
              <th key={id}>{t(`backtest.${id}`)}</th>
            ))}
            <th>{t('backtest.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {backtest.methods.map((one) => (
            <tr key={one.method}>
              <th scope="row">{t(`backtest.methods.${one.method}`, { defaultValue: one.method })}</th>
              {columns.map(([id, show]) => (
                <td key={id} className="number">
                  {show(one)}
                </td>
              ))}
              <td>
                <Badge tone={one.predicts ? 'accent' : 'plain'}>
                  {t(one.predicts ? 'backtest.predicts' : 'backtest.doesNot')}
                </Badge>
                <Reasons reasons={one.reasons} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
