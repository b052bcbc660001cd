import { Button, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Breach, CasePage, CaseRight } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useLawWords } from '../law/law-words.ts'
import { useMay } from '../session.ts'
import { useColleagues, useNameOf } from '../staff/colleagues.ts'
import { useBreaches } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'
import { Deadline } from './marks.tsx'

/** The running clocks with who sees to them, and the log of what was missed. */
export function Clocks({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const running = page.rights
    .filter(({ deadline, doneOn }) => deadline !== null && doneOn === null)
    .toSorted((a, b) => (a.deadline! < b.deadline! ? -1 : 1))
  return (
    <>
      {running.length === 0 ? null : (
        <section className="card card-flush" aria-label={t('clock.title')}>
          <div className="card-head">
            <h2>{t('clock.title')}</h2>
            <p className="small quiet">{t('clock.about')}</p>
          </div>
          <ul className="plain-list">
            {running.map((right) => (
              <ClockLine key={right.key} code={page.code} right={right} />
            ))}
          </ul>
        </section>
      )}
      {may('breach', 'read') ? <Breaches page={page} /> : null}
    </>
  )
}

function ClockLine({ code, right }: { code: string; right: CaseRight }) {
  const { t } = useTranslation('wb-casework')
  const { right: nameOfRight } = useLawWords()
  const may = useMay()
  const colleagues = useColleagues()
  const responsible = right.answer['responsible']
  const own = useDeed({
    run: (owner: string | null) => api.put(`/cases/${part(code)}/rights/${part(right.key)}/owner`, { owner }),
    done: () => t('workbench:state.saved'),
    undo: () => api.put(`/cases/${part(code)}/rights/${part(right.key)}/owner`, { owner: right.owner }),
    renew: [['cases']],
  })
  return (
    <li className="case-line">
      <div>
        <strong>{nameOfRight(right.kind)}</strong>
        <p className="small quiet">
          {right.personActs
            ? t('clock.personActs')
            : typeof responsible === 'string'
              ? t('clock.responsible', { who: responsible })
              : t('clock.authority')}
        </p>
      </div>
      <div className="row">
        <Deadline day={right.deadline!} state={right.clock} />
        {may('right', 'update') ? (
          <Select
            size="xs"
            w={170}
            aria-label={t('clock.ownerOf', { right: nameOfRight(right.kind) })}
            placeholder={t('clock.nobody')}
            clearable
            data={(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={right.owner}
            onChange={(owner) => own.mutate(owner)}
          />
        ) : null}
      </div>
    </li>
  )
}

function Breaches({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const found = useBreaches(page.code)
  if (found.data?.length === 0) return null
  return (
    <section className="card card-flush" aria-label={t('breach.title')}>
      <div className="card-head">
        <h2>{t('breach.title')}</h2>
        <p className="small quiet">{t('breach.about')}</p>
      </div>
      <Answer query={found} loading={<Lines count={2} />}>
        {(breaches) => (
          <ul className="plain-list">
            {breaches.map((one) => (
              <BreachLine key={one.id} page={page} breach={one} />
            ))}
          </ul>
        )}
      </Answer>
    </section>
  )
}

function BreachLine({ page, breach }: { page: CasePage; breach: Breach }) {
  const { t } = useTranslation('wb-casework')
  const { day, instant } = useReading()
  const { right } = useLawWords()
  const nameOf = useNameOf()
  const may = useMay()
  const [isAnswering, setAnswering] = useState(false)
  const knownBy = breach.knownBy === 'cases.watch' ? t('breach.byClock') : nameOf(breach.knownBy)
  return (
    <li className="case-line">
      <div>
        <strong>{right(breach.kind)}</strong>
        <p className="small quiet">
          {t('breach.known', { day: day(breach.deadline), at: instant(breach.knownAt), who: knownBy })}
        </p>
        {breach.response === null ? null : (
          <p className="small" dir="auto" data-private="">
            {breach.response}{' '}
            <span className="tiny quiet">
              {instant(breach.respondedAt!)} · {nameOf(breach.respondedBy!)}
            </span>
          </p>
        )}
      </div>
      {breach.response !== null ? (
        <Badge>{t('breach.answered')}</Badge>
      ) : may('breach', 'update') ? (
        <Button size="compact-sm" variant="light" onClick={() => setAnswering(true)}>
          {t('breach.answer')}
        </Button>
      ) : null}
      {isAnswering ? <AnswerBreach page={page} id={breach.id} close={() => setAnswering(false)} /> : null}
    </li>
  )
}

function AnswerBreach({ page, id, close }: { page: CasePage; id: string; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [text, setText] = useState('')
  const answer = useDeed({
    run: () => api.post(`/cases/${part(page.code)}/breaches/${part(id)}/response`, { text }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('breach.answer')}
      close={close}
      keep={() => answer.mutate()}
      isKeeping={answer.isPending}
      isReady={text.trim() !== ''}
    >
      <Textarea
        label={t('breach.what')}
        description={t('breach.stands')}
        required
        autosize
        minRows={3}
        dir="auto"
        maxLength={5_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </DialogForm>
  )
}
