import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { useProfessionalNotes } from './casework-queries.ts'
import { todayHere } from './measures.tsx'

const kinds = ['session', 'health', 'psychological', 'legal_advice'] as const
const firstKind: Readonly<Record<string, string>> = { physician: 'health', lawyer: 'legal_advice' }

/** Notes that stay within one's own profession: in no time line, no conference, no export; for nobody else there. */
export function ProfessionalNotes({ page, profession }: { page: CasePage; profession: string }) {
  const { t } = useTranslation('wb-casework')
  const { day } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const found = useProfessionalNotes(page.code)
  return (
    <section className="card stack-small" aria-label={t('privileged.title')}>
      <h2>{t('privileged.title')}</h2>
      <Notice icon={<IconLock size={18} aria-hidden />}>
        {t('privileged.about', { profession: t(`profession.${profession}`) })}
      </Notice>
      {may('professional_note', 'create') ? <WriteNote page={page} profession={profession} /> : null}
      <Answer query={found} loading={<Lines count={2} />}>
        {(notes) => (
          <ol className="case-events">
            {notes.map((note) => (
              <li key={note.id}>
                <strong>{t(`privileged.kind.${note.kind}`)}</strong>
                <p className="case-note" dir="auto" data-private="">
                  {note.text}
                </p>
                <p className="tiny quiet">
                  {day(note.onDay)} · {nameOf(note.author)}
                </p>
              </li>
            ))}
          </ol>
        )}
      </Answer>
    </section>
  )
}

function WriteNote({ page, profession }: { page: CasePage; profession: string }) {
  const { t } = useTranslation('wb-casework')
  const [id, setId] = useState(() => crypto.randomUUID())
  const [kind, setKind] = useState(firstKind[profession] ?? 'session')
  const [personId, setPersonId] = useState(page.people[0]?.id ?? '')
  const [onDay, setDay] = useState(todayHere)
  const [text, setText] = useState('')
  const write = useDeed({
    run: () => api.post(`/cases/${part(page.code)}/professional-notes`, { id, personId, kind, onDay, text }),
    done: () => t('privileged.kept'),
    renew: [['cases', page.code, 'professional-notes']],
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
        write.mutate()
      }}
    >
      <div className="row">
        <Select
          size="xs"
          label={t('privileged.kindAsk')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`privileged.kind.${value}`) }))}
          value={kind}
          onChange={(next) => next && setKind(next)}
        />
        <TextInput
          size="xs"
          label={t('privileged.day')}
          type="date"
          max={todayHere()}
          value={onDay}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        {page.people.length > 1 ? (
          <Select
            size="xs"
            label={t('person')}
            allowDeselect={false}
            data={page.people.map((one) => ({ value: one.id, label: one.codeName }))}
            value={personId}
            onChange={(next) => next && setPersonId(next)}
          />
        ) : null}
      </div>
      <Textarea
        label={t('privileged.write')}
        description={t('sealed')}
        autosize
        minRows={3}
        dir="auto"
        maxLength={50_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          size="sm"
          loading={write.isPending}
          disabled={text.trim() === '' || onDay === ''}
        >
          {t('privileged.keep')}
        </Button>
      </div>
    </form>
  )
}
