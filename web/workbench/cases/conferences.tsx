import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Conference, ConferenceItem } from '#cases'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useColleagues, useNameOf } from '../staff/colleagues.ts'
import { CallConference } from './call-conference.tsx'
import { useConferences } from './casework-queries.ts'

const kinds = ['agenda', 'contribution', 'decision', 'action'] as const

/** Case conferences: who takes part as what, and the shared part of each. */
export function Conferences({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const found = useConferences(page.code)
  const [isCalling, setCalling] = useState(false)
  const call = may('conference', 'create') ? (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCalling(true)}>
      {t('conference.call')}
    </Button>
  ) : null
  return (
    <div className="stack">
      <Answer query={found}>
        {(conferences) =>
          conferences.length === 0 ? (
            <Empty title={t('conference.none')} action={call}>
              {t('conference.about')}
            </Empty>
          ) : (
            <>
              <div>{call}</div>
              {conferences.map((one) => (
                <ConferenceCard key={one.id} page={page} conference={one} />
              ))}
            </>
          )
        }
      </Answer>
      {isCalling ? <CallConference page={page} close={() => setCalling(false)} /> : null}
    </div>
  )
}

function ConferenceCard({ page, conference }: { page: CasePage; conference: Conference }) {
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const path = `/cases/${part(page.code)}/conferences/${part(conference.id)}`
  const change = useDeed({
    run: (state: string) => api.patch(path, { version: conference.version, state }),
    done: () => t('workbench:state.saved'),
    undo: () => api.patch(path, { version: conference.version + 1, state: conference.state }),
    renew: [['cases', page.code]],
  })
  return (
    <section className="card stack-small" aria-label={t('conference.on', { day: day(conference.heldOn) })}>
      <div className="row-between">
        <h2>{t('conference.on', { day: day(conference.heldOn) })}</h2>
        <span className="row">
          <Badge tone={conference.state === 'held' ? 'accent' : 'plain'}>
            {t(`conference.state.${conference.state}`)}
          </Badge>
          {conference.state === 'planned' && may('conference', 'update') ? (
            <Button size="compact-sm" variant="light" onClick={() => change.mutate('held')}>
              {t('conference.wasHeld')}
            </Button>
          ) : null}
        </span>
      </div>
      <p className="small">
        {conference.participants.map(({ userId, profession }) => (
          <span key={userId} className="case-participant">
            {nameOf(userId)} <span className="quiet">{t(`profession.${profession}`)}</span>
          </span>
        ))}
      </p>
      {kinds.map((kind) => (
        <Items key={kind} kind={kind} items={conference.items.filter((item) => item.kind === kind)} />
      ))}
      {may('conference', 'create') && conference.state !== 'cancelled' ? <AddItem path={path} /> : null}
      <p className="tiny quiet">{t('conference.shared')}</p>
    </section>
  )
}

function Items({ kind, items }: { kind: string; items: readonly ConferenceItem[] }) {
  const { t } = useTranslation('wb-casework')
  const nameOf = useNameOf()
  if (items.length === 0) return null
  return (
    <div>
      <h3>{t(`conference.item.${kind}`)}</h3>
      <ul className="case-items">
        {items.map((item) => (
          <li key={item.id}>
            <span dir="auto" data-private="">
              {item.text}
            </span>{' '}
            <span className="tiny quiet">
              {nameOf(item.author)}
              {item.profession ? ` · ${t(`profession.${item.profession}`)}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function AddItem({ path }: { path: string }) {
  const { t } = useTranslation('wb-casework')
  const colleagues = useColleagues()
  const [id, setId] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState<string>('contribution')
  const [text, setText] = useState('')
  const [owner, setOwner] = useState<string | null>(null)
  const [due, setDue] = useState('')
  const add = useDeed({
    run: () => api.post(`${path}/items`, { id, kind, text, owner, due: due === '' ? null : due }),
    renew: [['cases']],
    after: () => {
      setText('')
      setId(crypto.randomUUID())
    },
  })
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate()
      }}
    >
      <div className="row">
        <Select
          size="xs"
          aria-label={t('conference.kindAsk')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`conference.item.${value}`) }))}
          value={kind}
          onChange={(next) => next && setKind(next)}
        />
        {kind === 'action' ? (
          <>
            <Select
              size="xs"
              aria-label={t('task.ownerAsk')}
              placeholder={t('task.ownerAsk')}
              clearable
              data={(colleagues.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
              value={owner}
              onChange={setOwner}
            />
            <TextInput
              size="xs"
              aria-label={t('task.dueAsk')}
              type="date"
              value={due}
              onChange={(event) => setDue(event.currentTarget.value)}
            />
          </>
        ) : null}
      </div>
      <Textarea
        aria-label={t('conference.write')}
        placeholder={t('conference.write')}
        autosize
        minRows={2}
        dir="auto"
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          size="xs"
          variant="default"
          loading={add.isPending}
          disabled={text.trim() === ''}
        >
          {t('conference.add')}
        </Button>
      </div>
    </form>
  )
}
