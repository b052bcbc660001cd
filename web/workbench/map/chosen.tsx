import { Button, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Badge, Facts } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useColleagues, useNameOf } from '../staff/colleagues.ts'
import { fewer } from './on-the-map.ts'
import {
  type HotspotFeature,
  useSettings,
  useTrackRecord,
  useWarning,
  type Warning,
} from './place-queries.ts'
import { Reasons } from './reasons.tsx'
import { WeeksChart } from './series.tsx'
import { GapOf } from './service-gap.tsx'

/** An area that was chosen: what was counted, what chance would do, and how firmly it stands. */
export function ChosenHotspot({ spot, close }: { spot: HotspotFeature; close: () => void }) {
  const { t } = useTranslation('wb-map')
  const { count, small, percent, country } = useReading()
  const one = spot.properties
  return (
    <section className="card stack-small" aria-live="polite">
      <Head title={one.place || one.cell} close={close} />
      <div className="row">
        <Badge tone={one.class === 'hot' ? 'clock' : 'plain'}>{t(`class.${one.class}`)}</Badge>
        <span className="quiet small">{country(one.country)}</span>
      </div>
      <Facts
        items={[
          [t('column.observed'), one.observed === null ? t('tooFew') : count(one.observed)],
          [t('column.expected'), small(one.expected)],
          one.q !== null && [t('column.q'), small(one.q)],
          one.p !== null && [t('column.p'), small(one.p)],
          [t('column.stability'), percent(one.stability)],
        ]}
      />
      <Reasons reasons={one.reasons} />
      <Stability cell={spot.id} />
      <GapOf cell={spot.id} />
    </section>
  )
}

/** Under which other settings the area is hot as well: the badge behind its share. */
function Stability({ cell }: { cell: string }) {
  const { t } = useTranslation('wb-map')
  const { count } = useReading()
  const { data } = useSettings()
  const same = data?.settings.filter(({ scale }) => scale === 'same') ?? []
  if (same.length === 0) return null
  const hot = same.filter((one) => one.hot.includes(cell))
  return (
    <details>
      <summary className="map-summary small">
        {t('settings.hotUnder', { hot: count(hot.length), all: count(same.length) })}
      </summary>
      <ul className="small text-ltr" lang="en">
        {hot.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  )
}

const verdicts = [
  ['true', 't'],
  ['awareness', 'a'],
  ['data-error', 'd'],
] as const

/** A warning that was chosen: its why, its weeks, who took it up, and the verdict in two keystrokes. */
export function ChosenWarning({ warning, close }: { warning: Warning; close: () => void }) {
  const { t } = useTranslation('wb-map')
  const { day, small, country } = useReading()
  const nameOf = useNameOf()
  const detail = useWarning(warning.id)
  const life = detail.data?.life ?? warning.life
  return (
    <section className="card stack-small" aria-live="polite">
      <Head title={warning.place || warning.cell} close={close} />
      <div className="row">
        <Badge tone="clock">{t(`warning.${warning.kind}`)}</Badge>
        <Badge>{t(`verdict.${warning.verdict}`, { defaultValue: warning.verdict })}</Badge>
        <span className="quiet small">{country(warning.country)}</span>
      </div>
      <Reasons reasons={warning.reasons} />
      <Facts
        items={[
          [t('column.warnedOn'), day(warning.warnedOn)],
          [t('column.expiresOn'), day(warning.expiresOn)],
          life !== null && life.verdict === null && [t('column.due'), day(life.dueOn)],
          [
            t('column.observed'),
            warning.observed === null ? fewer(warning.fewerThan ?? '') : small(warning.observed),
          ],
          [t('column.expected'), small(warning.expected)],
          [t('column.q'), small(warning.q)],
          warning.pattern !== '' && [
            t('column.pattern'),
            <Link key="pattern" to="/patterns/$id" params={{ id: warning.pattern }}>
              {t('seePattern')}
            </Link>,
          ],
          life !== null && life.owner !== null && [t('column.owner'), nameOf(life.owner)],
          life !== null && life.verdict !== null && [t('column.verdict'), t(`said.${life.verdict}`)],
        ]}
      />
      {detail.data && detail.data.series.length > 0 ? (
        <WeeksChart weeks={detail.data.series} label={t('series.label')} />
      ) : null}
      <TrackRecordOf warning={warning} />
      <GapOf cell={warning.cell} />
      <Verdict warning={warning} state={life?.state ?? 'new'} />
    </section>
  )
}

/** How its like turned out so far: what people said before is part of the why. */
function TrackRecordOf({ warning }: { warning: Warning }) {
  const { t } = useTranslation('wb-map')
  const { count } = useReading()
  const { data } = useTrackRecord()
  const record = data?.records.find(({ kind, layer }) => kind === warning.kind && layer === warning.layer)
  return (
    <p className="small quiet">
      {record && record.decided > 0
        ? t('track.record', {
            decided: count(record.decided),
            real: count(record.real),
            awareness: count(record.awareness),
            error: count(record.dataError),
          })
        : t('track.none')}
    </p>
  )
}

/** Hands the warning to a colleague. */
function HandOver({ path, renew }: { path: string; renew: readonly (readonly string[])[] }) {
  const { t } = useTranslation('wb-map')
  const { data } = useColleagues()
  const hand = useDeed({
    run: (owner: string) => api.patch(path, { owner }),
    done: () => t('handed'),
    renew,
  })
  const able = data?.filter(({ role }) => ['analyst', 'investigator', 'intake_worker'].includes(role)) ?? []
  if (able.length === 0) return null
  return (
    <Select
      size="xs"
      w={220}
      aria-label={t('handTo')}
      placeholder={t('handTo')}
      data={able.map(({ id, name }) => ({ value: id, label: name }))}
      value={null}
      onChange={(owner) => owner && hand.mutate(owner)}
    />
  )
}

function Verdict({ warning, state }: { warning: Warning; state: string }) {
  const { t } = useTranslation('wb-map')
  const may = useMay()
  const path = `/places/warnings/${part(warning.id)}`
  const renew = [
    ['places', 'warnings'],
    ['cases', 'leads'],
  ]
  const take = useDeed({ run: () => api.post(`${path}/acknowledge`), done: () => t('taken'), renew })
  const decide = useDeed({
    run: (verdict: string) => api.post(`${path}/verdict`, { verdict }),
    done: (_, verdict) => t('decided', { verdict: t(`said.${verdict}`) }),
    renew,
  })
  const canDecide = may('warning', 'update') && state !== 'decided' && state !== 'expired'
  useKeys(
    canDecide
      ? verdicts.map(([verdict, key]) => ({
          keys: `v ${key}`,
          label: t(`said.${verdict}`),
          group: t('column.verdict'),
          run: () => decide.mutate(verdict),
        }))
      : [],
  )
  if (!canDecide) return null
  return (
    <div className="stack-small">
      <div className="row">
        {state === 'new' ? (
          <Button variant="default" size="xs" loading={take.isPending} onClick={() => take.mutate()}>
            {t('take')}
          </Button>
        ) : null}
        <HandOver path={path} renew={renew} />
      </div>
      <div className="row">
        {verdicts.map(([verdict, key]) => (
          <Button
            key={verdict}
            size="xs"
            variant={verdict === 'true' ? 'filled' : 'default'}
            loading={decide.isPending}
            onClick={() => decide.mutate(verdict)}
            rightSection={<kbd>v {key}</kbd>}
          >
            {t(`said.${verdict}`)}
          </Button>
        ))}
      </div>
    </div>
  )
}

function Head({ title, close }: { title: string; close: () => void }) {
  const { t } = useTranslation('workbench')
  return (
    <div className="row-between">
      <h2 dir="auto">{title}</h2>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        leftSection={<IconX size={15} aria-hidden />}
        onClick={close}
      >
        {t('state.close')}
      </Button>
    </div>
  )
}
