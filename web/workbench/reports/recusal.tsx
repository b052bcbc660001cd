import { Button, Checkbox, Select } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportDetail } from '#intake'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { DialogForm } from '../cases/dialog-form.tsx'
import { useDeed } from '../deeds.tsx'
import { useSession } from '../session.ts'
import { useColleagues, useNameOf } from '../staff/colleagues.ts'
import { useReceivers, useRecusals } from './report-queries.ts'

/** Who must not see this report, because it names them or somebody close; or the organisation as a whole. */
export function RecusalCard({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-desk')
  const { day } = useReading()
  const nameOf = useNameOf()
  const found = useRecusals(report.id)
  const [asks, setAsks] = useState<'me' | 'colleague' | 'elsewhere'>()
  const close = (): void => setAsks(undefined)
  const lift = useDeed({
    run: (person: string) => api.delete(`/intake/reports/${part(report.id)}/recusals/${part(person)}`),
    done: () => t('recusal.lifted'),
    undo: (personId) => api.post(`/intake/reports/${part(report.id)}/recusals`, { personId }),
    renew: [['reports']],
  })
  return (
    <section className="card stack-small">
      <h2>{t('recusal.title')}</h2>
      <p className="small quiet">{t('recusal.what')}</p>
      <Answer query={found}>
        {(recusals) =>
          recusals.length === 0 ? null : (
            <ul>
              {recusals.map(({ personId, because, markedOn }) => (
                <li key={personId}>
                  {nameOf(personId)}{' '}
                  <span className="small quiet">
                    · {t(`recusal.because.${because}`)} · {day(markedOn)}
                  </span>{' '}
                  <Button size="compact-xs" variant="subtle" onClick={() => lift.mutate(personId)}>
                    {t('recusal.lift')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
      <div className="row">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEyeOff size={15} aria-hidden />}
          onClick={() => setAsks('me')}
        >
          {t('recusal.namesMe')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => setAsks('colleague')}>
          {t('recusal.namesColleague')}
        </Button>
        {report.caseCode === null ? (
          <Button size="compact-sm" variant="default" onClick={() => setAsks('elsewhere')}>
            {t('recusal.aboutUs')}
          </Button>
        ) : null}
      </div>
      {asks === 'me' ? <NamesMe id={report.id} close={close} /> : null}
      {asks === 'colleague' ? <NamesColleague id={report.id} close={close} /> : null}
      {asks === 'elsewhere' ? <Elsewhere id={report.id} close={close} /> : null}
    </section>
  )
}

type DialogProps = { id: string; close: () => void }

/** Asked first, since only a colleague can undo it. */
function NamesMe({ id, close }: DialogProps) {
  const { t } = useTranslation('wb-desk')
  const navigate = useNavigate()
  const hide = useDeed({
    run: () => api.post(`/intake/reports/${part(id)}/recusals`, {}),
    done: () => t('recusal.hiddenFromMe'),
    renew: [['reports', 'list'], ['cases'], ['today']],
    after: () => void navigate({ to: '/reports' }),
  })
  return (
    <DialogForm
      title={t('recusal.namesMe')}
      close={close}
      keep={() => hide.mutate()}
      isKeeping={hide.isPending}
      action={t('recusal.hide')}
    >
      <p>{t('recusal.meWhat')}</p>
    </DialogForm>
  )
}

function NamesColleague({ id, close }: DialogProps) {
  const { t } = useTranslation('wb-desk')
  const { data: me } = useSession()
  const { data: colleagues = [] } = useColleagues()
  const [person, setPerson] = useState<string | null>(null)
  const hide = useDeed({
    run: () => api.post(`/intake/reports/${part(id)}/recusals`, { personId: person }),
    done: () => t('recusal.hidden'),
    renew: [['reports']],
    after: close,
  })
  return (
    <DialogForm
      title={t('recusal.namesColleague')}
      close={close}
      keep={() => hide.mutate()}
      isKeeping={hide.isPending}
      isReady={person !== null}
      action={t('recusal.hide')}
    >
      <p className="small">{t('recusal.colleagueWhat')}</p>
      <Select
        label={t('recusal.colleague')}
        searchable
        data={colleagues
          .filter((one) => one.id !== me?.id)
          .map((one) => ({ value: one.id, label: one.name }))}
        value={person}
        onChange={setPerson}
      />
    </DialogForm>
  )
}

function Elsewhere({ id, close }: DialogProps) {
  const { t } = useTranslation('wb-desk')
  const navigate = useNavigate()
  const { data: receivers = [] } = useReceivers()
  const [organisationId, setOrganisation] = useState<string | null>(null)
  const [agreed, setAgreed] = useState(false)
  const pass = useDeed({
    run: () => api.post(`/intake/reports/${part(id)}/elsewhere`, { organisationId, reporterAgreed: true }),
    done: () => t('recusal.passed'),
    renew: [['reports', 'list']],
    after: () => void navigate({ to: '/reports' }),
  })
  return (
    <DialogForm
      title={t('recusal.aboutUs')}
      close={close}
      keep={() => pass.mutate()}
      isKeeping={pass.isPending}
      isReady={organisationId !== null && agreed}
      action={t('recusal.pass')}
    >
      <p className="small">{t(receivers.length === 0 ? 'recusal.nobodyElse' : 'recusal.elsewhereWhat')}</p>
      <Select
        label={t('recusal.receiver')}
        data={receivers.map((one) => ({ value: one.id, label: one.name }))}
        value={organisationId}
        onChange={setOrganisation}
      />
      <Checkbox
        label={t('recusal.agreed')}
        checked={agreed}
        onChange={(event) => setAgreed(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}
