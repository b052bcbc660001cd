import { Button, Modal, Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useJurisdictions } from '../law/asking.ts'

const dangers = ['unknown', 'immediate', 'possible', 'none'] as const
const children = ['not_asked', 'yes', 'no', 'unknown', 'declined'] as const

type Origin = { kind: 'direct' } | { kind: 'report' | 'lead'; id: string }

/** Opens a case: only what the law needs to know whose law it is; everything else can wait for the person. */
export function OpenCaseDialog(props: {
  origin: Origin
  jurisdiction?: string | undefined
  danger?: string
  child?: string
  close: () => void
}) {
  const { t } = useTranslation('wb-cases')
  const navigate = useNavigate()
  const { data } = useJurisdictions()
  const [jurisdiction, setJurisdiction] = useState<string | null>(props.jurisdiction ?? null)
  const [danger, setDanger] = useState(props.danger ?? 'unknown')
  const [child, setChild] = useState(props.child ?? 'not_asked')
  const open = useDeed({
    async run() {
      const { origin } = props
      const originId = 'id' in origin ? origin.id : null
      const opened = await api.post<{ code: string }>('/cases', {
        jurisdiction,
        danger,
        child,
        origin: origin.kind,
        originId,
      })
      return opened
    },
    done: ({ code }) => t('open.done', { code }),
    renew: [['cases'], ['reports']],
    after: ({ code }) => {
      props.close()
      void navigate({ to: '/cases/$code', params: { code } })
    },
  })
  const choices = data?.jurisdictions.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return (
    <Modal
      opened
      onClose={props.close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('open.title')}
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          open.mutate()
        }}
      >
        <Select
          label={t('open.jurisdiction')}
          description={t('open.jurisdictionWhy')}
          required
          searchable
          data={choices}
          value={jurisdiction}
          onChange={setJurisdiction}
        />
        <Select
          label={t('column.danger')}
          allowDeselect={false}
          data={dangers.map((id) => ({ value: id, label: t(`danger.${id}`) }))}
          value={danger}
          onChange={(next) => next && setDanger(next)}
        />
        <Select
          label={t('open.child')}
          allowDeselect={false}
          data={children.map((id) => ({ value: id, label: t(`childAnswer.${id}`) }))}
          value={child}
          onChange={(next) => next && setChild(next)}
        />
        <p className="small quiet">{t('open.codeName')}</p>
        <div className="row">
          <Button type="submit" loading={open.isPending} disabled={jurisdiction === null}>
            {t('open.action')}
          </Button>
          <Button variant="default" onClick={props.close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
