import { Button, Select, TextInput } from '@mantine/core'
import { IconCheck, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Task } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useColleagues, useNameOf } from '../staff/colleagues.ts'
import { Calendar } from './calendar.tsx'
import { useTasks } from './casework-queries.ts'
import { Clocks } from './clocks.tsx'
import { Deadline } from './marks.tsx'
import { DialogForm } from './dialog-form.tsx'
import { todayHere } from './measures.tsx'
import { useWordsIfAny } from './words-if-any.ts'
import './cases.css'

/** What must be done by whom until when; the days that matter; the clocks and what was missed. */
export function Tasks({ page }: { page: CasePage }) {
  return (
    <div className="columns columns-side">
      <div className="stack">
        <TaskList page={page} />
        <Clocks page={page} />
      </div>
      <Calendar code={page.code} />
    </div>
  )
}

/** Late, near, or far: what a day's mark says. */
export const stateOf = (due: string): string => (due < todayHere() ? 'missed' : 'running')

function TaskList({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const { count } = useReading()
  const may = useMay()
  const found = useTasks(page.code)
  const [isAdding, setAdding] = useState(false)
  const [showsDone, setShowsDone] = useState(false)
  return (
    <section className="card card-flush" aria-label={t('task.title')}>
      <div className="card-head row-between">
        <h2>{t('task.title')}</h2>
        {may('task', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('task.add')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={3} />}>
        {(tasks) => {
          const done = tasks.filter(({ doneAt }) => doneAt !== null)
          const open = tasks.filter(({ doneAt }) => doneAt === null)
          return (
            <>
              {open.length === 0 ? <p className="case-line quiet">{t('task.none')}</p> : null}
              <ul className="plain-list">
                {[...open, ...(showsDone ? done : [])].map((one) => (
                  <TaskLine key={one.id} page={page} task={one} />
                ))}
              </ul>
              {done.length > 0 ? (
                <p className="case-line">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    onClick={() => setShowsDone(!showsDone)}
                  >
                    {showsDone ? t('task.hideDone') : t('task.showDone', { shown: count(done.length) })}
                  </Button>
                </p>
              ) : null}
            </>
          )
        }}
      </Answer>
      {isAdding ? <AddTask page={page} close={() => setAdding(false)} /> : null}
    </section>
  )
}

/** A task's words: its own, or those of its kind with what it came from. */
export function useTaskWords(): (task: Pick<Task, 'kind' | 'source'> & { title?: string | null }) => string {
  const { t } = useTranslation('wb-casework')
  const ifAny = useWordsIfAny()
  return ({ kind, title, source }) => {
    if (title) return title
    const trigger = source?.split(':')[0] ?? ''
    const why = kind === 'reassess_risk' ? ifAny(`wb-casework:trigger.${trigger}`) : undefined
    return why === undefined ? t(`task.kind.${kind}`) : `${t(`task.kind.${kind}`)}: ${why}`
  }
}

function TaskLine({ page, task }: { page: CasePage; task: Task }) {
  const { t } = useTranslation('wb-casework')
  const { instant } = useReading()
  const may = useMay()
  const nameOf = useNameOf()
  const words = useTaskWords()
  const colleagues = useColleagues()
  const path = `/cases/${part(page.code)}/tasks/${part(task.id)}`
  const change = useDeed({
    run: (given: { owner?: string | null; done?: boolean }) =>
      api.patch(path, { version: task.version, ...given }),
    done: (_, given) => t(given.done ? 'task.isDone' : 'workbench:state.saved'),
    undo: (given) =>
      api.patch(path, {
        version: task.version + 1,
        ...(given.done === undefined ? { owner: task.owner } : { done: !given.done }),
      }),
    renew: [['cases']],
  })
  return (
    <li className="case-line">
      <div>
        <strong dir="auto">{words(task)}</strong>
        <p className="small quiet">
          {task.doneAt === null
            ? task.owner === null
              ? t('task.nobody')
              : nameOf(task.owner)
            : `${instant(task.doneAt)} · ${nameOf(task.doneBy ?? '')}`}
        </p>
      </div>
      <div className="row">
        {task.doneAt === null ? (
          <>
            {task.due === null ? null : <Deadline day={task.due} state={stateOf(task.due)} />}
            {may('task', 'update') ? (
              <>
                <Select
                  size="xs"
                  w={170}
                  aria-label={t('task.ownerOf', { task: words(task) })}
                  placeholder={t('task.nobody')}
                  clearable
                  data={(colleagues.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                  value={task.owner}
                  onChange={(owner) => change.mutate({ owner })}
                />
                <Button size="compact-sm" variant="light" onClick={() => change.mutate({ done: true })}>
                  {t('task.do')}
                </Button>
              </>
            ) : null}
          </>
        ) : (
          <Badge tone="accent" icon={<IconCheck size={14} aria-hidden />}>
            {t('task.isDone')}
          </Badge>
        )}
      </div>
    </li>
  )
}

function AddTask({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [id] = useState(() => crypto.randomUUID())
  const [title, setTitle] = useState('')
  const [due, setDue] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const colleagues = useColleagues()
  const add = useDeed({
    run: () =>
      api.post(`/cases/${part(page.code)}/tasks`, { id, title, owner, due: due === '' ? null : due }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('task.add')}
      close={close}
      keep={() => add.mutate()}
      isKeeping={add.isPending}
      isReady={title.trim() !== ''}
    >
      <TextInput
        label={t('task.what')}
        description={t('sealed')}
        required
        dir="auto"
        maxLength={500}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput
        label={t('task.dueAsk')}
        type="date"
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
      <Select
        label={t('task.ownerAsk')}
        placeholder={t('task.nobody')}
        clearable
        data={(colleagues.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={owner}
        onChange={setOwner}
      />
    </DialogForm>
  )
}
