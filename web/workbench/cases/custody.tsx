import { Button, Modal, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseSummary, CustodyView, LeadView } from '#cases'
import type { PatternReceipt } from '#detect'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { Receipt } from '../patterns/receipt-dialog.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import './cases.css'

/** What a case was opened from or took in, as it was then, with the receipt to be computed again. */
export function CustodyCard({ code }: { code: string }) {
  const { t } = useTranslation('wb-review')
  const may = useMay()
  const found = useQuery({
    enabled: may('custody', 'read'),
    queryKey: ['cases', code, 'custody'],
    queryFn: ({ signal }) => api.get<{ custody: CustodyView[] }>(`/cases/${part(code)}/custody`, { signal }),
  })
  if (!found.data || found.data.custody.length === 0) return null
  return (
    <section className="card card-flush" aria-label={t('custody.title')}>
      <div className="card-head">
        <h2>{t('custody.title')}</h2>
      </div>
      <ul className="plain-list">
        {found.data.custody.map((one) => (
          <Kept key={one.id} code={code} one={one} />
        ))}
      </ul>
    </section>
  )
}

function Kept({ code, one }: { code: string; one: CustodyView }) {
  const { t } = useTranslation('wb-review')
  const { count, instant } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  return (
    <li className="case-line">
      <div>
        <p>
          <span className="quiet">{t(`custody.${one.how}`)}</span>{' '}
          {one.kind === 'pattern' && may('pattern', 'read') ? (
            <Link to="/patterns/$id" params={{ id: one.sourceId }}>
              {one.title}
            </Link>
          ) : (
            <strong>{one.title}</strong>
          )}
        </p>
        <p className="small" dir="auto">
          {one.reasons.slice(0, 3).join(' · ')}
        </p>
        <p className="small quiet">
          {t('custody.fixed', { count: one.observations, shown: count(one.observations) })}{' '}
          <span className="mono text-ltr">{one.observationsHash.slice(0, 12)}…</span>
          {' · '}
          {t('custody.by', { who: nameOf(one.takenBy), at: instant(one.takenAt) })}
        </p>
        {one.receiptHash === null ? <p className="small quiet">{t('custody.noReceipt')}</p> : null}
      </div>
      {one.receiptHash === null ? null : (
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {t('receipt.title')}
        </Button>
      )}
      {isOpen ? <KeptReceipt code={code} id={one.id} close={() => setOpen(false)} /> : null}
    </li>
  )
}

function KeptReceipt({ code, id, close }: { code: string; id: string; close: () => void }) {
  const { t } = useTranslation('wb-review')
  const found = useQuery({
    queryKey: ['cases', code, 'custody', id],
    queryFn: ({ signal }) =>
      api.get<PatternReceipt>(`/cases/${part(code)}/custody/${part(id)}/receipt`, { signal }),
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('receipt.title')}
      size="lg"
    >
      <Answer query={found}>{(receipt) => <Receipt receipt={receipt} />}</Answer>
    </Modal>
  )
}

/** Adds a lead to a case that is open already. */
export function JoinLeadDialog({ lead, close }: { lead: LeadView; close: () => void }) {
  const { t } = useTranslation('wb-review')
  const [code, setCode] = useState<string | null>(null)
  const cases = useQuery({
    queryKey: ['cases', 'open'],
    queryFn: ({ signal }) =>
      api.get<{ cases: CaseSummary[] }>('/cases', { query: { status: 'open', most: 500 }, signal }),
  })
  const join = useDeed({
    run: () => api.post(`/cases/${part(code ?? '')}/custody`, { lead: lead.id }),
    done: () => t('custody.done', { code }),
    renew: [['cases']],
    after: close,
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('custody.join')}
    >
      <Answer query={cases}>
        {({ cases: open }) =>
          open.length === 0 ? (
            <p className="quiet">{t('custody.noCases')}</p>
          ) : (
            <form
              className="stack-small"
              onSubmit={(event) => {
                event.preventDefault()
                join.mutate()
              }}
            >
              <p className="small quiet">{t('custody.joinWhat')}</p>
              <Select
                label={t('custody.case')}
                required
                searchable
                data={open.map((one) => one.code)}
                value={code}
                onChange={setCode}
              />
              <div className="row">
                <Button type="submit" disabled={code === null} loading={join.isPending}>
                  {t('custody.join')}
                </Button>
                <Button variant="default" onClick={close}>
                  {t('workbench:state.cancel')}
                </Button>
              </div>
            </form>
          )
        }
      </Answer>
    </Modal>
  )
}
