import { Button, Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HtcdsAdded } from '#cases'
import { Figures, Notice } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { api } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import type { Read } from './bring-in.tsx'
import { WouldBeAdded } from './would-be-added.tsx'

/** So many records a request: each asks the law, and the person sees how far it is. */
const BATCH = 10

/** What a file would add; then adding it, which can be stopped and gone on with. */
export function AddCases(props: { read: Read; jurisdiction: string; another: () => void }) {
  const { read, jurisdiction, another } = props
  const { t } = useTranslation('wb-exchange')
  const { count } = useReading()
  const fresh = read.good.filter(({ known }) => !known)
  const [sent, setSent] = useState(0)
  const [added, setAdded] = useState(0)
  const isStopped = useRef(false)
  const add = useDeed({
    async run() {
      isStopped.current = false
      for (let at = sent; at < fresh.length && !isStopped.current; at += BATCH) {
        const records = fresh.slice(at, at + BATCH).map(({ record }) => record)
        const done = await api.post<HtcdsAdded>('/cases/standards/htcds/imports', { jurisdiction, records })
        setSent(at + records.length)
        setAdded((before) => before + done.added)
      }
    },
    renew: [['cases']],
  })
  const isDone = fresh.length > 0 && sent >= fresh.length
  const isHalf = !isDone && sent > 0 && !add.isPending
  return (
    <>
      <section className="card stack-small" aria-label={t('found.title', { file: read.file })}>
        <h2>
          <bdi>{t('found.title', { file: read.file })}</bdi>
        </h2>
        <Figures
          items={[
            { label: t('found.new'), value: count(fresh.length) },
            { label: t('found.known'), value: count(read.good.length - fresh.length) },
            { label: t('found.wrong'), value: count(read.bad.length) },
          ]}
        />
        {fresh.length === 0 ? <p>{t('found.nothing')}</p> : null}
        {isDone ? <Notice>{t('add.done', { count: added })}</Notice> : null}
        {isHalf ? <Notice tone="clock">{t('add.again')}</Notice> : null}
        {add.isPending || isHalf ? (
          <>
            <Progress
              value={(100 * sent) / fresh.length}
              aria-label={t('add.progress', { done: sent, all: fresh.length })}
            />
            <p className="small quiet" role="status">
              {t('add.progress', { done: count(sent), all: count(fresh.length) })}
            </p>
          </>
        ) : null}
        <div className="row">
          {fresh.length > 0 && !isDone ? (
            <Button loading={add.isPending} onClick={() => add.mutate()}>
              {isHalf ? t('add.goOn') : t('add.action', { count: fresh.length })}
            </Button>
          ) : null}
          {add.isPending ? (
            <Button variant="default" onClick={() => (isStopped.current = true)}>
              {t('add.stop')}
            </Button>
          ) : (
            <Button variant="default" onClick={another}>
              {t('add.another')}
            </Button>
          )}
          {isDone ? <Link to="/cases">{t('add.toCases')}</Link> : null}
        </div>
      </section>
      {read.good.length > 0 ? <WouldBeAdded rows={read.good} /> : null}
    </>
  )
}
