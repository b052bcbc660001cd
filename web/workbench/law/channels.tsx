import { SegmentedControl, Select } from '@mantine/core'
import { IconArrowsExchange, IconLock, IconLockOpen } from '@tabler/icons-react'
import { useState } from 'react'
import type { ChannelAnswer, Need } from '#law'
import { Badge } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { type Facts, useChannels } from './asking.ts'
import { Confidence } from './cite.tsx'
import { useLawWords } from './law-words.ts'

const needs: readonly Need[] = [
  'evidence',
  'extradition',
  'information',
  'identity',
  'return',
  'joint',
  'money',
  'missing',
]

type ChannelsProps = { a: Named; b: Named; on: string; facts: Facts }
type Named = { jurisdiction: string; name: string }

/** Through which door one of two countries may ask the other, best first, and what the request must hold. */
export function Channels({ a, b, on, facts }: ChannelsProps) {
  const { t, jurisdictionName } = useLawWords()
  const nameOf = ({ jurisdiction, name }: Named): string => jurisdictionName({ id: jurisdiction, name })
  const [need, setNeed] = useState<Need>('evidence')
  const [asks, setAsks] = useState('a')
  const [from, to] = asks === 'a' ? [a, b] : [b, a]
  const found = useChannels({ from: from.jurisdiction, to: to.jurisdiction, on, need, facts })
  return (
    <section className="card card-flush" aria-label={t('channels.title')}>
      <div className="card-head stack-small">
        <h2>{t('channels.title')}</h2>
        <div className="law-ask">
          <SegmentedControl
            size="sm"
            aria-label={t('channels.asks')}
            data={[
              { value: 'a', label: t('channels.from', { from: nameOf(a), to: nameOf(b) }) },
              { value: 'b', label: t('channels.from', { from: nameOf(b), to: nameOf(a) }) },
            ]}
            value={asks}
            onChange={setAsks}
          />
          <Select
            size="sm"
            aria-label={t('channels.need')}
            allowDeselect={false}
            data={needs.map((id) => ({ value: id, label: t(`law:needs.${id}`) }))}
            value={need}
            onChange={(next) => next && setNeed(next as Need)}
          />
        </div>
      </div>
      <Answer query={found}>
        {(answer) => (
          <ol className="law-rights law-channels">
            {answer.channels.map((one) => (
              <Channel key={one.id} channel={one} />
            ))}
            {answer.channels.length === 0 ? <li className="law-right">{t('channels.none')}</li> : null}
          </ol>
        )}
      </Answer>
    </section>
  )
}

const doors = {
  yes: <IconLockOpen size={14} aria-hidden />,
  no: <IconLock size={14} aria-hidden />,
  unknown: <IconArrowsExchange size={14} aria-hidden />,
}

function Channel({ channel }: { channel: ChannelAnswer }) {
  const { t } = useLawWords()
  const sides = [channel.membership.from, channel.membership.to]
  return (
    <li className="law-right">
      <div className="row-between">
        <div className="row">
          <strong lang="en" dir="auto">
            {channel.name}
          </strong>
          <span className="small quiet text-ltr" lang="en">
            {channel.article}
          </span>
          <Confidence confidence={channel.confidence} />
        </div>
        <Badge tone={channel.open === 'yes' ? 'accent' : 'plain'} icon={doors[channel.open]}>
          {t(`channels.open.${channel.open}`)}
        </Badge>
      </div>
      <p className="small">
        {sides.map(({ state, is, since, reason }) => (
          <span key={state} className="law-side">
            <strong className="text-ltr">{state}</strong> {t(`channels.bound.${is}`)}
            {since ? <span className="quiet number"> ({since})</span> : null}
            {is === 'yes' ? null : (
              <span className="quiet" lang="en" dir="auto">
                {' '}
                {reason}
              </span>
            )}
          </span>
        ))}
      </p>
      <p className="small">
        {t('channels.dual')} {t(`law:dualCriminality.${channel.dualCriminality.rule}`)}
        {channel.dualCriminality.is === 'not_needed' ? null : (
          <> · {t(`channels.dualHere.${channel.dualCriminality.is}`)}</>
        )}
        {channel.threshold
          ? ` · ${t('channels.threshold', { count: channel.threshold.months })} ${t(`truth.${channel.threshold.from}`)} / ${t(`truth.${channel.threshold.to}`)}`
          : null}
      </p>
      <details>
        <summary className="law-summary small">{t('channels.request')}</summary>
        <ul className="small" lang="en" dir="auto">
          {channel.request.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="small">
          <strong>{t('channels.use')}</strong>{' '}
          <span lang="en" dir="auto">
            {channel.use}
          </span>
        </p>
        <p className="tiny quiet" lang="en" dir="auto">
          {channel.source}
        </p>
      </details>
    </li>
  )
}
