import { Button, NumberInput, Select } from '@mantine/core'
import { IconRadar2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { fewer } from './on-the-map.ts'
import { type Cluster, type Scan, useScan } from './place-queries.ts'
import { Reasons } from './reasons.tsx'

/** Clusters in space, or in space and time, as the newest scan found them: each with its members and its why. */
export function Clusters({ knownOn, choose }: { knownOn: string | null; choose: (cell: string) => void }) {
  const { t } = useTranslation('wb-map')
  const may = useMay()
  const scan = useScan()
  return (
    <div className="stack">
      {may('places', 'update') && knownOn ? <NewScan knownOn={knownOn} /> : null}
      <Answer query={scan}>
        {({ scan: found }) =>
          found ? (
            <Found scan={found} choose={choose} />
          ) : (
            <Empty title={t('scan.none')}>{t('scan.what')}</Empty>
          )
        }
      </Answer>
    </div>
  )
}

const models = ['poisson', 'bernoulli', 'permutation'] as const
const times = ['none', 'retrospective', 'prospective'] as const

function NewScan({ knownOn }: { knownOn: string }) {
  const { t } = useTranslation('wb-map')
  const [model, setModel] = useState<string>('poisson')
  const [shape, setShape] = useState('circle')
  const [time, setTime] = useState<string>('none')
  const [share, setShare] = useState(50)
  // A permutation compares weeks with weeks: without time there is nothing to permute.
  const span = model === 'permutation' && time === 'none' ? 'retrospective' : time
  const run = useDeed({
    run: () => api.post('/places/scans', { model, shape, time: span, maxPopulation: share / 100, knownOn }),
    done: () => t('scan.done'),
    renew: [['places', 'scans']],
  })
  const choices = (ids: readonly string[], of: string) =>
    ids.map((id) => ({ value: id, label: t(`scan.${of}.${id}`) }))
  return (
    <form
      className="card map-ask"
      onSubmit={(event) => {
        event.preventDefault()
        run.mutate(undefined)
      }}
    >
      <Select
        label={t('scan.model.label')}
        allowDeselect={false}
        data={choices(models, 'model')}
        value={model}
        onChange={(next) => next && setModel(next)}
      />
      <Select
        label={t('scan.time.label')}
        allowDeselect={false}
        data={choices(model === 'permutation' ? times.slice(1) : times, 'time')}
        value={span}
        onChange={(next) => next && setTime(next)}
      />
      <Select
        label={t('scan.shape.label')}
        allowDeselect={false}
        data={choices(['circle', 'ellipse'], 'shape')}
        value={shape}
        onChange={(next) => next && setShape(next)}
      />
      <NumberInput
        label={t('scan.most')}
        w={130}
        min={1}
        max={50}
        suffix=" %"
        value={share}
        onChange={(next) => typeof next === 'number' && setShare(next)}
      />
      <Button type="submit" loading={run.isPending} leftSection={<IconRadar2 size={16} aria-hidden />}>
        {t('scan.run')}
      </Button>
      {run.isPending ? (
        <span className="small quiet" role="status">
          {t('scan.running')}
        </span>
      ) : null}
    </form>
  )
}

function Found({ scan, choose }: { scan: NonNullable<Scan['scan']>; choose: (cell: string) => void }) {
  const { t } = useTranslation('wb-map')
  const { day, count } = useReading()
  return (
    <>
      <p className="small quiet">
        {t('scan.about', {
          model: t(`scan.model.${scan.model}`),
          from: day(scan.from),
          to: day(scan.to),
          locations: count(scan.locations),
          replicas: count(scan.replicasRun),
        })}
      </p>
      {scan.notKnown.length > 0 ? (
        <Notice tone="clock">
          <Reasons reasons={scan.notKnown} />
        </Notice>
      ) : null}
      {scan.clusters.length === 0 ? <p>{t('scan.nothing')}</p> : null}
      {scan.clusters.map((cluster) => (
        <OneCluster key={cluster.rank} cluster={cluster} choose={choose} />
      ))}
    </>
  )
}

function OneCluster({ cluster, choose }: { cluster: Cluster; choose: (cell: string) => void }) {
  const { t } = useTranslation('wb-map')
  const { count, small, country, day } = useReading()
  return (
    <section className="card stack-small" aria-label={t('scan.cluster', { rank: cluster.rank })}>
      <div className="row-between">
        <h2 dir="auto">
          {t('scan.cluster', { rank: cluster.rank })} · {cluster.place || cluster.cell}
        </h2>
        <Badge tone={cluster.significant ? 'clock' : 'plain'}>
          {t(cluster.significant ? 'scan.significant' : 'scan.chance')}
        </Badge>
      </div>
      <p className="small">
        {country(cluster.country)} · {day(cluster.from)} – {day(cluster.to)} ·{' '}
        {t('scan.figures', {
          observed: count(cluster.observed),
          expected: small(cluster.expected),
          radius: count(Math.round(cluster.radiusKm)),
          p: cluster.p === null ? '–' : small(cluster.p),
        })}
        {cluster.recurrenceDays === null
          ? null
          : ` · ${t('scan.recurrence', { count: Math.round(cluster.recurrenceDays) })}`}
      </p>
      <Reasons reasons={cluster.reasons} />
      <details>
        <summary className="map-summary small">
          {t('scan.members', { count: cluster.members.length })}
        </summary>
        <table className="map-table">
          <thead>
            <tr>
              <th>{t('column.place')}</th>
              <th>{t('column.observed')}</th>
              <th>{t('column.expected')}</th>
            </tr>
          </thead>
          <tbody>
            {cluster.members.map((member) => (
              <tr key={member.cell}>
                <th scope="row">
                  <button type="button" className="link-button" onClick={() => choose(member.cell)}>
                    {member.place || member.cell}
                  </button>
                </th>
                <td className="number">
                  {member.observed === null
                    ? member.fewerThan === null
                      ? t('tooFew')
                      : fewer(member.fewerThan)
                    : count(member.observed)}
                </td>
                <td className="number">{member.expected === null ? '–' : small(member.expected)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
