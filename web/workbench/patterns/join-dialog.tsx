import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail, PatternSummary, RegroupingView } from '#detect'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { Kinds, Review } from './marks.tsx'
import './patterns.css'
import { shortName, usePatterns } from './pattern-queries.ts'

/** Puts this pattern together with another one; both are seen side by side first. */
export function JoinDialog({ pattern, close }: { pattern: PatternDetail; close: () => void }) {
  const { t } = useTranslation('wb-review')
  const found = usePatterns()
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('join.title')}
      size="lg"
    >
      <Answer query={found}>
        {({ patterns }) => {
          const others = nearest(pattern, patterns)
          return others.length === 0 ? (
            <p className="quiet">{t('join.none')}</p>
          ) : (
            <Choose pattern={pattern} others={others} close={close} />
          )
        }}
      </Answer>
    </Modal>
  )
}

type ChooseProps = { pattern: PatternDetail; others: readonly PatternSummary[]; close: () => void }

function Choose({ pattern, others, close }: ChooseProps) {
  const { t } = useTranslation(['wb-review', 'wb-patterns'])
  const { count } = useReading()
  const navigate = useNavigate()
  const [other, setOther] = useState<string | null>(others[0]!.id)
  const [reason, setReason] = useState('')
  const join = useDeed({
    run: () =>
      api.post<RegroupingView>('/detect/regroupings', {
        patterns: [pattern.id, other],
        reason: reason.trim() === '' ? t('join.usual') : reason,
      }),
    done: () => t('join.done'),
    renew: [['patterns']],
    after: ({ into }) => {
      close()
      void navigate({ to: '/patterns/$id', params: { id: into[0]! } })
    },
  })
  const chosen = others.find(({ id }) => id === other)
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        join.mutate()
      }}
    >
      <p className="small quiet">{t('join.what')}</p>
      <Select
        label={t('join.with')}
        searchable
        allowDeselect={false}
        data={others.map((one) => ({
          value: one.id,
          label: `${shortName(one.id)} · ${t('wb-patterns:graph.posts', { count: one.size, shown: count(one.size) })} · ${one.places.slice(0, 3).join(', ')}`,
        }))}
        value={other}
        onChange={setOther}
      />
      <div className="pattern-sides">
        <Side one={pattern} shared={chosen} />
        {chosen === undefined ? null : <Side one={chosen} shared={pattern} />}
      </div>
      <TextInput
        label={t('wb-patterns:verdict.reason')}
        description={t('wb-patterns:verdict.reasonHint')}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" disabled={other === null} loading={join.isPending}>
          {t('join.action')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('workbench:state.cancel')}
        </Button>
      </div>
    </form>
  )
}

type SideProps = { one: PatternSummary; shared: PatternSummary | undefined }

function Side({ one, shared }: SideProps) {
  const { t } = useTranslation('wb-patterns')
  const { count, day } = useReading()
  return (
    <section className="card stack-small" aria-label={t('title', { name: shortName(one.id) })}>
      <div className="row">
        <strong className="mono">{shortName(one.id)}</strong> <Review review={one.review} />
      </div>
      <Kinds kinds={one.kinds} />
      <p className="small">
        {t('graph.posts', { count: one.size, shown: count(one.size) })} · {day(one.firstAt)} –{' '}
        {day(one.lastAt)}
      </p>
      <p className="small" dir="auto">
        {one.places.slice(0, 8).map((place, i) => (
          <span key={place}>
            {i > 0 ? ', ' : ''}
            {shared?.places.includes(place) ? <strong>{place}</strong> : place}
          </span>
        ))}
      </p>
    </section>
  )
}

/** Those with most places in common first, then those nearest in time. */
function nearest(pattern: PatternSummary, all: readonly PatternSummary[]): PatternSummary[] {
  const shared = ({ places }: PatternSummary): number =>
    places.filter((place) => pattern.places.includes(place)).length
  const far = (one: PatternSummary): number => Math.abs(Date.parse(one.firstAt) - Date.parse(pattern.firstAt))
  return all
    .filter(({ id }) => id !== pattern.id)
    .toSorted((a, b) => shared(b) - shared(a) || far(a) - far(b))
}
