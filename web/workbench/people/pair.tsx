import './people.css'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PairView } from '#detect'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { usePair } from './people-queries.ts'
import { Waterfall } from './waterfall.tsx'

type PairProps = { list: string; pair: string; next: () => void }

/** A pair side by side with why, and what a person decides of it: v, then s, d or u; z takes it back. */
export function Pair({ list, pair, next }: PairProps) {
  const found = usePair(list, pair)
  return (
    <Answer query={found} loading={<Lines />}>
      {(opened) => (
        <div className="stack">
          <Records opened={opened} />
          <Waterfall waterfall={opened.waterfall} />
          <Decide list={list} opened={opened} next={next} />
        </div>
      )}
    </Answer>
  )
}

/** Both records as they came, field by field. */
function Records({ opened }: { opened: PairView }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  const [a, b] = opened.records as [PairView['records'][number], PairView['records'][number]]
  const fields = [...new Set([...Object.keys(a.values), ...Object.keys(b.values)])]
  return (
    <section className="card card-flush">
      <div className="scroll-x">
        <table className="side-by-side" data-private="">
          <thead>
            <tr>
              <th scope="col">{t('people.field')}</th>
              {[a, b].map((record) => (
                <th key={record.record} scope="col">
                  {t('people.record', { place: count(record.place) })}
                  <span className="small quiet block" dir="auto">
                    {record.source} · {record.id}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row">{t(`field.${field}`, { defaultValue: field })}</th>
                {[a, b].map((record) => (
                  <td key={record.record} dir="auto">
                    {record.values[field] ?? <span className="quiet">–</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const choices = [
  ['same', 's'],
  ['different', 'd'],
  ['not_enough', 'u'],
] as const

function Decide({ list, opened, next }: { list: string; opened: PairView; next: () => void }) {
  const { t } = useTranslation(['wb-review', 'wb-patterns'])
  const { instant } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const [reason, setReason] = useState('')
  const at = `/detect/people/${part(list)}/pairs/${part(opened.id)}`
  const takeBack = (id: string): Promise<unknown> =>
    api.post(`${at}/verdicts/${part(id)}/taking-back`, { reason: t('verdict.usualBack') })
  const renew = [['people', list]] as const
  const decide = useDeed({
    run: (verdict: string) =>
      api.post<PairView['verdicts'][number]>(`${at}/verdict`, {
        verdict,
        reason: reason.trim() === '' ? t(`people.usual.${verdict}`) : reason,
      }),
    done: (_, verdict) => t('people.kept', { verdict: t(`people.${verdict}`) }),
    undo: (_, { id }) => takeBack(id),
    renew,
    queue: opened.id,
    after: next,
  })
  const back = useDeed({
    run: (id: string) => takeBack(id),
    done: () => t('verdict.back'),
    renew,
    queue: opened.id,
  })
  const standing = opened.verdicts.find(({ takenBack }) => takenBack === null)
  const decides = may('person_verdict', 'create')
  const group = t('people.group')
  useKeys(
    decides
      ? [
          ...choices.map(([verdict, key]) => ({
            keys: `v ${key}`,
            label: t(`people.${verdict}`),
            group,
            run: () => decide.mutate(verdict),
          })),
          ...(standing
            ? [{ keys: 'z', label: t('verdict.takeBack'), group, run: () => back.mutate(standing.id) }]
            : []),
        ]
      : [],
  )
  return (
    <section className="card stack-small" aria-label={t('people.verdict')}>
      <h2>{t('people.verdict')}</h2>
      {opened.verdicts.map(({ id, verdict, reason: why, decidedBy, decidedAt, takenBack }) => (
        <div key={id}>
          <p className={takenBack ? 'verdict-taken-back' : undefined}>
            <strong>{t(`people.${verdict}`)}</strong> <span dir="auto">{why}</span>
          </p>
          <p className="tiny quiet">
            {nameOf(decidedBy)}, {instant(decidedAt)}
            {takenBack
              ? ` · ${t('verdict.takenBack', { who: nameOf(takenBack.by), at: instant(takenBack.at) })}`
              : ''}
          </p>
        </div>
      ))}
      {decides ? (
        <>
          <TextInput
            label={t('wb-patterns:verdict.reason')}
            description={t('wb-patterns:verdict.reasonHint')}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div className="row">
            {choices.map(([verdict, key]) => (
              <Button
                key={verdict}
                variant="default"
                loading={decide.isPending}
                rightSection={<kbd>v {key}</kbd>}
                onClick={() => decide.mutate(verdict)}
              >
                {t(`people.${verdict}`)}
              </Button>
            ))}
            {standing ? (
              <Button
                variant="subtle"
                loading={back.isPending}
                rightSection={<kbd>z</kbd>}
                onClick={() => back.mutate(standing.id)}
              >
                {t('verdict.takeBack')}
              </Button>
            ) : null}
          </div>
        </>
      ) : null}
      <p className="tiny quiet">{t('people.chanceWhat')}</p>
    </section>
  )
}
