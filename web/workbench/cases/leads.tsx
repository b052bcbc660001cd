import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LeadView } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { JoinLeadDialog } from './custody.tsx'
import { OpenCaseDialog } from './open-case.tsx'
import './cases.css'

const atOnce = 5

/** What a reviewer accepted, waiting for somebody to take it up or put it aside. */
export function Leads({ leads }: { leads: readonly LeadView[] }) {
  const { t } = useTranslation('wb-cases')
  const { count } = useReading()
  const [all, setAll] = useState(false)
  return (
    <section className="card card-flush" aria-label={t('leads.title')}>
      <div className="card-head row-between">
        <h2>{t('leads.title')}</h2>
        <span className="quiet small number">{count(leads.length)}</span>
      </div>
      <ul className="plain-list">
        {(all ? leads : leads.slice(0, atOnce)).map((lead) => (
          <Lead key={lead.id} lead={lead} />
        ))}
      </ul>
      {leads.length > atOnce && !all ? (
        <div className="list-more">
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            {t('workbench:state.all')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Lead({ lead }: { lead: LeadView }) {
  const { t } = useTranslation(['wb-cases', 'wb-review'])
  const { distance, count, country } = useReading()
  const may = useMay()
  const [isOpening, setOpening] = useState(false)
  const [isJoining, setJoining] = useState(false)
  const dismiss = useDeed({
    run: () => api.post(`/cases/leads/${part(lead.id)}/dismissal`),
    done: () => t('leads.dismissed'),
    renew: [['cases', 'leads']],
  })
  return (
    <li className="case-line">
      <div>
        <strong>{lead.title}</strong>
        <p className="small quiet">
          {t(`leads.kind.${lead.kind}`)} · {lead.country ? `${country(lead.country)} · ` : ''}
          {t('leads.observations', {
            count: lead.observationIds.length,
            shown: count(lead.observationIds.length),
          })}{' '}
          · {distance(lead.openedAt)}
        </p>
        <p className="small" dir="auto">
          {lead.reasons.slice(0, 3).join(' · ')}
        </p>
      </div>
      <div className="row">
        {lead.kind === 'pattern' && may('pattern', 'read') ? (
          <Button component={Link} to={`/patterns/${lead.sourceId}`} size="xs" variant="subtle">
            {t('leads.see')}
          </Button>
        ) : null}
        {may('lead', 'update') ? (
          <Button size="xs" variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
            {t('leads.dismiss')}
          </Button>
        ) : null}
        {may('custody', 'create') ? (
          <Button size="xs" variant="default" onClick={() => setJoining(true)}>
            {t('wb-review:custody.join')}
          </Button>
        ) : null}
        {may('case', 'create') ? (
          <Button size="xs" onClick={() => setOpening(true)}>
            {t('leads.take')}
          </Button>
        ) : null}
      </div>
      {isJoining ? <JoinLeadDialog lead={lead} close={() => setJoining(false)} /> : null}
      {isOpening ? (
        <OpenCaseDialog
          origin={{ kind: 'lead', id: lead.id }}
          jurisdiction={lead.country ?? undefined}
          close={() => setOpening(false)}
        />
      ) : null}
    </li>
  )
}
