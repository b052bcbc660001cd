import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail, RegroupingView } from '#detect'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import './patterns.css'
import { useThingName } from './thing-name.ts'

/** Divides a pattern: what is ticked goes apart with every post that shows it. How many that is, is said before. */
export function SplitDialog({ pattern, close }: { pattern: PatternDetail; close: () => void }) {
  const { t } = useTranslation(['wb-review', 'wb-patterns'])
  const { count } = useReading()
  const name = useThingName()
  const navigate = useNavigate()
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const things = useMemo(
    () =>
      pattern.graph.nodes.toSorted(
        (a, b) =>
          Number(b.kind === 'edition') - Number(a.kind === 'edition') || b.observations - a.observations,
      ),
    [pattern],
  )
  const beginnings = useMemo(
    () =>
      new Map(
        pattern.templates.map(({ edition, parts }) => [
          `edition ${edition}`,
          parts.find(({ kind }) => kind === 'constant')?.text.slice(0, 60) ?? '',
        ]),
      ),
    [pattern],
  )
  const apart = useMemo(() => {
    const chosen = new Set(ticked)
    return pattern.observations.filter(({ edition, identifiers }) =>
      [`edition ${edition}`, ...identifiers.map(({ kind, value }) => `${kind} ${value}`)].some((thing) =>
        chosen.has(thing),
      ),
    ).length
  }, [pattern, ticked])
  const split = useDeed({
    run: () =>
      api.post<RegroupingView>(`/detect/patterns/${part(pattern.id)}/split`, {
        things: ticked,
        reason: reason.trim() === '' ? t('split.usual') : reason,
      }),
    done: () => t('split.done'),
    renew: [['patterns']],
    after: ({ into }) => {
      close()
      void navigate({ to: '/patterns/$id', params: { id: into[0]! } })
    },
  })
  const all = pattern.observations.length
  const isPart = apart > 0 && apart < all
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('split.title')}
      size="lg"
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          split.mutate()
        }}
      >
        <p className="small quiet">{t('split.what')}</p>
        <div className="split-things" role="group" aria-label={t('split.things')}>
          {things.map((thing) => (
            <Checkbox
              key={thing.id}
              checked={ticked.includes(thing.id)}
              onChange={({ currentTarget: { checked } }) =>
                setTicked((before) =>
                  checked ? [...before, thing.id] : before.filter((id) => id !== thing.id),
                )
              }
              label={
                <span data-private="">
                  {name.whole(thing)}{' '}
                  {beginnings.has(thing.id) ? (
                    <span className="small" dir="auto">
                      “{beginnings.get(thing.id)}…”{' '}
                    </span>
                  ) : null}
                  <span className="quiet small">
                    ·{' '}
                    {t('wb-patterns:graph.posts', {
                      count: thing.observations,
                      shown: count(thing.observations),
                    })}
                  </span>
                </span>
              }
            />
          ))}
        </div>
        <p role="status">
          <strong>{t('split.preview', { apart: count(apart), rest: count(all - apart) })}</strong>
        </p>
        <TextInput
          label={t('wb-patterns:verdict.reason')}
          description={t('wb-patterns:verdict.reasonHint')}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" disabled={!isPart} loading={split.isPending}>
            {t('split.action')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
