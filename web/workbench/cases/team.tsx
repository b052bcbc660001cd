import { Button, Select } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay, useSession } from '../session.ts'
import { useColleagues } from '../staff/colleagues.ts'
import { Conferences } from './conferences.tsx'
import { DialogForm } from './dialog-form.tsx'
import { ProfessionalNotes } from './professional-notes.tsx'
import './cases.css'

/** Those who work on the case, of several professions: what they share, and what each keeps. */
export function Team({ page }: { page: CasePage }) {
  const { data: me } = useSession()
  return (
    <div className="columns columns-side">
      <Conferences page={page} />
      <div className="stack">
        <Colleagues page={page} />
        {me?.profession ? <ProfessionalNotes page={page} profession={me.profession} /> : null}
      </div>
    </div>
  )
}

function Colleagues({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const { data } = useColleagues()
  const [isAdding, setAdding] = useState(false)
  const { data: me } = useSession()
  const isOn = page.assigned.some(({ userId, until }) => userId === me?.id && until === null)
  return (
    <section className="card card-flush" aria-label={t('team.title')}>
      <div className="card-head row-between">
        <h2>{t('team.title')}</h2>
        {may('case', 'update') && isOn ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUserPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('team.add')}
          </Button>
        ) : null}
      </div>
      <ul className="plain-list">
        {page.assigned.map(({ userId }) => {
          const colleague = data?.find(({ id }) => id === userId)
          return (
            <li key={userId} className="case-line">
              <span>
                {colleague?.name ?? userId.slice(0, 8)}{' '}
                {colleague ? (
                  <span className="quiet small">
                    {colleague.profession
                      ? t(`profession.${colleague.profession}`)
                      : t(`workbench:role.${colleague.role}`)}
                  </span>
                ) : null}
              </span>
            </li>
          )
        })}
      </ul>
      {isAdding ? <AddColleague page={page} close={() => setAdding(false)} /> : null}
    </section>
  )
}

function AddColleague({ page, close }: { page: CasePage; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const colleagues = useColleagues()
  const { data: me } = useSession()
  const [userId, setUserId] = useState<string | null>(null)
  const assigned = new Set(page.assigned.map((one) => one.userId))
  const add = useDeed({
    run: () => api.post(`/cases/${part(page.code)}/team`, { userId }),
    done: () => t('team.added'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('team.add')}
      close={close}
      keep={() => add.mutate()}
      isKeeping={add.isPending}
      isReady={userId !== null}
    >
      <Select
        label={t('team.who')}
        description={t('team.means')}
        searchable
        data={(colleagues.data ?? [])
          .filter(({ id, role }) => id !== me?.id && !assigned.has(id) && role !== 'administrator')
          .map(({ id, name, profession }) => ({
            value: id,
            label: profession ? `${name} · ${t(`profession.${profession}`)}` : name,
          }))}
        value={userId}
        onChange={setUserId}
      />
    </DialogForm>
  )
}
