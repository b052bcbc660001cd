import './people.css'
import { Button, Checkbox, FileInput, Modal, NumberInput, TextInput } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PeopleListView } from '#detect'
import { type Column, List } from '../../ui/list.tsx'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { usePeopleLists } from './people-queries.ts'

/** Lists of records about persons that were brought to be compared. */
export function PeoplePage() {
  const { t } = useTranslation('wb-review')
  const may = useMay()
  const found = usePeopleLists()
  const [isBringing, setBringing] = useState(false)
  const bring = may('person_list', 'create') ? (
    <Button onClick={() => setBringing(true)}>{t('people.bring')}</Button>
  ) : null
  return (
    <Page title={t('people.title')} lead={t('people.lead')} actions={bring}>
      <Answer query={found}>{({ lists }) => <Lists lists={lists} />}</Answer>
      {isBringing ? <BringDialog close={() => setBringing(false)} /> : null}
    </Page>
  )
}

function Lists({ lists }: { lists: readonly PeopleListView[] }) {
  const { t } = useTranslation('wb-review')
  const { count, day } = useReading()
  const columns: Column<PeopleListView>[] = [
    {
      id: 'title',
      header: t('people.list'),
      value: (one) => one.title,
      cell: (one) => <span dir="auto">{one.title}</span>,
    },
    {
      id: 'why',
      header: t('people.why'),
      value: (one) => one.why,
      cell: (one) => <span dir="auto">{one.why}</span>,
    },
    {
      id: 'records',
      header: t('people.records'),
      value: (one) => one.records,
      align: 'end',
      cell: (one) => count(one.records),
    },
    {
      id: 'brought',
      header: t('people.brought'),
      value: (one) => one.createdAt,
      cell: (one) => <span className="nowrap">{day(one.createdAt)}</span>,
    },
    {
      id: 'until',
      header: t('people.until'),
      value: (one) => one.expiresOn,
      cell: (one) => <span className="nowrap">{day(one.expiresOn)}</span>,
    },
  ]
  return (
    <List
      name={t('people.title')}
      file="people-lists"
      rows={lists}
      id={(one) => one.id}
      columns={columns}
      sort={{ by: 'brought', down: true }}
      open={(one) => `/people/${one.id}`}
      empty={
        <Empty title={t('people.emptyTitle')} icon={<IconUsersGroup size={22} />}>
          {t('people.emptyWhat')}
        </Empty>
      }
    />
  )
}

function BringDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [why, setWhy] = useState('')
  const [keepDays, setKeepDays] = useState(30)
  const [oneToOne, setOneToOne] = useState(false)
  const [files, setFiles] = useState<File[]>([])
  const bring = useDeed({
    run: async () =>
      api.post<{ id: string; pairs: number }>('/detect/people', {
        title,
        why,
        keepDays,
        oneToOne,
        files: await Promise.all(files.map(async (file) => ({ name: file.name, csv: await file.text() }))),
      }),
    done: ({ pairs }) => t('people.broughtDone', { shown: count(pairs) }),
    renew: [['people', 'lists']],
    after: ({ id }) => {
      close()
      void navigate({ to: '/people/$id', params: { id } })
    },
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('people.bring')}
      size="lg"
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          bring.mutate()
        }}
      >
        <TextInput
          label={t('people.name')}
          required
          maxLength={200}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('people.whyAsk')}
          required
          maxLength={2000}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <FileInput
          label={t('people.files')}
          description={t('people.columns')}
          required
          multiple
          accept=".csv,text/csv"
          value={files}
          onChange={setFiles}
        />
        <Checkbox
          label={t('people.oneToOne')}
          checked={oneToOne}
          onChange={(event) => setOneToOne(event.currentTarget.checked)}
        />
        <NumberInput
          label={t('people.days')}
          min={1}
          max={180}
          clampBehavior="strict"
          value={keepDays}
          onChange={(value) => setKeepDays(Number(value) || 30)}
        />
        <div className="row">
          <Button
            type="submit"
            loading={bring.isPending}
            disabled={files.length === 0 || title.trim() === '' || why.trim() === ''}
          >
            {t('people.bringAction')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
