import { Button, Select, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Question } from '#cases'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useQuestions } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'
import { todayHere } from './measures.tsx'

const topics = [
  'identity',
  'age',
  'family',
  'recruitment',
  'journey',
  'work',
  'control',
  'violence',
  'sexual_violence',
  'health',
  'money_and_debt',
  'exploiters',
  'wishes',
] as const
const askers = [
  'us',
  'police',
  'prosecutor',
  'court',
  'asylum_authority',
  'health',
  'lawyer',
  'shelter',
  'other',
] as const
const outcomes = ['answered', 'partly', 'declined', 'unknown', 'stopped'] as const
const reuses = ['yes', 'no', 'not_asked'] as const

/** The question budget: what the person has been asked already, by whom, and whether the answer may be used again. */
export function Questions({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const found = useQuestions(page.code)
  const [isNoting, setNoting] = useState(false)
  return (
    <section className="card card-flush" aria-label={t('asked.title')}>
      <div className="card-head row-between">
        <div>
          <h2>{t('asked.title')}</h2>
          <p className="small quiet">{t('asked.about')}</p>
        </div>
        {may('question', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setNoting(true)}
          >
            {t('asked.note')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={2} />}>
        {(questions) =>
          questions.length === 0 ? (
            <p className="case-line quiet">{t('asked.none')}</p>
          ) : (
            <ul className="plain-list">
              {topics.flatMap((topic) => {
                const times = questions.filter((one) => one.topic === topic)
                return times.length === 0 ? [] : [<TopicLine key={topic} topic={topic} times={times} />]
              })}
            </ul>
          )
        }
      </Answer>
      {isNoting ? <NoteQuestion page={page} asked={found.data ?? []} close={() => setNoting(false)} /> : null}
    </section>
  )
}

function TopicLine({ topic, times }: { topic: string; times: readonly Question[] }) {
  const { t } = useTranslation('wb-casework')
  const mayReuse = times.some(({ outcome, reuse }) => reuse === 'yes' && outcome === 'answered')
  return (
    <li className="case-line">
      <div>
        <strong>{t(`asked.topic.${topic}`)}</strong>
        {times.map((one) => (
          <Time key={one.id} question={one} />
        ))}
      </div>
      <span className="row">
        <span className="quiet small">{t('asked.times', { count: times.length })}</span>
        {mayReuse ? <Badge tone="accent">{t('asked.mayReuse')}</Badge> : null}
      </span>
    </li>
  )
}

function Time({ question }: { question: Question }) {
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const nameOf = useNameOf()
  const by = question.asker === null ? t(`asked.by.${question.askedBy}`) : nameOf(question.asker)
  return (
    <p className="small quiet">
      {t('asked.time', { by, day: day(question.askedOn) })} · {t(`asked.outcome.${question.outcome}`)} ·{' '}
      {t(`asked.reuse.${question.reuse}`)}
    </p>
  )
}

function NoteQuestion(props: { page: CasePage; asked: readonly Question[]; close: () => void }) {
  const { page, asked, close } = props
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const [id] = useState(() => crypto.randomUUID())
  const [personId, setPersonId] = useState(page.people[0]?.id ?? '')
  const [topic, setTopic] = useState<string>('journey')
  const [askedBy, setAskedBy] = useState<string>('us')
  const [askedOn, setDay] = useState(todayHere)
  const [outcome, setOutcome] = useState<string>('answered')
  const [reuse, setReuse] = useState<string>('not_asked')
  const before = asked.find((one) => one.topic === topic && one.personId === personId)
  const note = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/questions`, {
        id,
        personId,
        topic,
        askedBy,
        askedOn,
        outcome,
        reuse,
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
    after: close,
  })
  return (
    <DialogForm title={t('asked.note')} close={close} keep={() => note.mutate()} isKeeping={note.isPending}>
      {page.people.length > 1 ? (
        <Select
          label={t('person')}
          allowDeselect={false}
          data={page.people.map((one) => ({ value: one.id, label: one.codeName }))}
          value={personId}
          onChange={(next) => next && setPersonId(next)}
        />
      ) : null}
      <Select
        label={t('asked.topicAsk')}
        allowDeselect={false}
        data={topics.map((value) => ({ value, label: t(`asked.topic.${value}`) }))}
        value={topic}
        onChange={(next) => next && setTopic(next)}
      />
      {before === undefined ? null : (
        <Notice tone="clock">
          {t('asked.already', { by: t(`asked.by.${before.askedBy}`), day: day(before.askedOn) })}{' '}
          {t(`asked.instead.${before.reuse}`)}
        </Notice>
      )}
      <Select
        label={t('asked.byAsk')}
        allowDeselect={false}
        data={askers.map((value) => ({ value, label: t(`asked.by.${value}`) }))}
        value={askedBy}
        onChange={(next) => next && setAskedBy(next)}
      />
      <TextInput
        label={t('asked.dayAsk')}
        type="date"
        required
        max={todayHere()}
        value={askedOn}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <Select
        label={t('asked.outcomeAsk')}
        allowDeselect={false}
        data={outcomes.map((value) => ({ value, label: t(`asked.outcome.${value}`) }))}
        value={outcome}
        onChange={(next) => next && setOutcome(next)}
      />
      <Select
        label={t('asked.reuseAsk')}
        allowDeselect={false}
        data={reuses.map((value) => ({ value, label: t(`asked.reuse.${value}`) }))}
        value={reuse}
        onChange={(next) => next && setReuse(next)}
      />
    </DialogForm>
  )
}
