import { Button, Modal, Select, TextInput } from '@mantine/core'
import { IconEye, IconEyeOff, IconPencil } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Identity } from '#cases'
import { Facts } from '../../ui/page.tsx'
import { usePreferences } from '../../ui/preferences.ts'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'

const reasons = [
  'contact_the_person',
  'make_a_referral',
  'meet_a_deadline',
  'answer_the_person',
  'check_identity',
] as const

/** A revealed name goes back behind the code name by itself after this long. */
const shownFor = 60_000

type Person = CasePage['people'][number]
/** What was shown, and its version: a change says on which it was made. */
type Held = { identity: Identity; version: number }

/** What names a person: behind the code name until somebody says why they need it; the look is on record. */
export function IdentityOf({ code, person }: { code: string; person: Person }) {
  const { t } = useTranslation('wb-cases')
  const may = useMay()
  const { screenShare } = usePreferences()
  const [isAsking, setAsking] = useState(false)
  const [isWriting, setWriting] = useState(false)
  const [held, setHeld] = useState<Held>()
  const identity = held?.identity
  useEffect(() => {
    if (identity === undefined) return
    const timer = setTimeout(() => setHeld(undefined), shownFor)
    return () => clearTimeout(timer)
  }, [identity])
  useEffect(() => {
    if (screenShare) setHeld(undefined)
  }, [screenShare])
  if (!may('identity', 'read')) return null
  return (
    <div className="stack-small">
      {identity === undefined ? (
        <div className="row">
          <Button
            size="xs"
            variant="default"
            disabled={screenShare}
            leftSection={<IconEye size={16} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t('identity.show')}
          </Button>
          {screenShare ? <span className="small quiet">{t('workbench:shell.screenShareOn')}</span> : null}
        </div>
      ) : (
        <>
          <Shown identity={identity} />
          <div className="row">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconEyeOff size={16} aria-hidden />}
              onClick={() => setHeld(undefined)}
            >
              {t('identity.hide')}
            </Button>
            {may('identity', 'update') ? (
              <Button
                size="xs"
                variant="subtle"
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setWriting(true)}
              >
                {t('identity.write')}
              </Button>
            ) : null}
          </div>
        </>
      )}
      {isAsking ? (
        <WhyDialog
          path={`/cases/${part(code)}/people/${part(person.id)}/reveal`}
          codeName={person.codeName}
          close={() => setAsking(false)}
          shown={(found) => {
            setHeld(found)
            setAsking(false)
          }}
        />
      ) : null}
      {isWriting && identity !== undefined ? (
        <WriteDialog
          path={`/cases/${part(code)}/people/${part(person.id)}/identity`}
          before={{ identity, version: held?.version ?? 0 }}
          close={() => setWriting(false)}
          kept={(after) => {
            setHeld(after)
            setWriting(false)
          }}
        />
      ) : null}
    </div>
  )
}

function Shown({ identity }: { identity: Identity }) {
  const { t } = useTranslation('wb-cases')
  const { day } = useReading()
  if (Object.values(identity).every((value) => value === undefined || value.length === 0)) {
    return <p className="quiet">{t('identity.nothing')}</p>
  }
  const text = (value: string | undefined) => (value ? <span dir="auto">{value}</span> : undefined)
  const line = (key: string, value: React.ReactNode) =>
    value === undefined ? undefined : ([t(`identity.${key}`), value] as const)
  return (
    <div data-private="" role="status">
      <Facts
        items={[
          line('name', text(identity.name)),
          line('otherNames', text(identity.otherNames?.join(', '))),
          line('birthDate', identity.birthDate ? day(identity.birthDate) : undefined),
          line('phone', identity.phone ? <span className="text-ltr">{identity.phone}</span> : undefined),
          line('document', text(identity.document)),
          line('safeToContact', text(identity.safeToContact)),
        ]}
      />
    </div>
  )
}

function WhyDialog(props: {
  path: string
  codeName: string
  close: () => void
  shown: (held: Held) => void
}) {
  const { t } = useTranslation('wb-cases')
  const [reason, setReason] = useState<string | null>(null)
  const reveal = useDeed({
    run: () => api.post<Held>(props.path, { reason }),
    renew: [['cases']],
    after: props.shown,
  })
  return (
    <Modal opened onClose={props.close} title={t('identity.ask', { codeName: props.codeName })}>
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          reveal.mutate()
        }}
      >
        <p>{t('identity.onRecord')}</p>
        <Select
          label={t('identity.why')}
          required
          data-autofocus
          data={reasons.map((id) => ({ value: id, label: t(`reveal.${id}`) }))}
          value={reason}
          onChange={setReason}
        />
        <div className="row">
          <Button type="submit" disabled={reason === null} loading={reveal.isPending}>
            {t('identity.show')}
          </Button>
          <Button variant="default" onClick={props.close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

const fields = ['name', 'birthDate', 'phone', 'document', 'safeToContact'] as const

function WriteDialog(props: { path: string; before: Held; close: () => void; kept: (held: Held) => void }) {
  const { t } = useTranslation('wb-cases')
  const [identity, setIdentity] = useState<Identity>(props.before.identity)
  const keep = useDeed({
    run: () => api.put<{ version: number }>(props.path, { ...identity, version: props.before.version }),
    done: () => t('identity.kept'),
    renew: [['cases']],
    after: ({ version }) => props.kept({ identity, version }),
  })
  const change = (field: (typeof fields)[number], value: string): void => {
    const { [field]: _before, ...others } = identity
    setIdentity(value === '' ? others : { ...others, [field]: value })
  }
  return (
    <Modal opened onClose={props.close} title={t('identity.write')}>
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          keep.mutate()
        }}
      >
        <p className="small quiet">{t('identity.allOptional')}</p>
        {fields.map((field) => (
          <TextInput
            key={field}
            label={t(`identity.${field}`)}
            type={field === 'birthDate' ? 'date' : 'text'}
            dir="auto"
            autoComplete="off"
            value={identity[field] ?? ''}
            onChange={(event) => change(field, event.currentTarget.value)}
          />
        ))}
        <div className="row">
          <Button type="submit" loading={keep.isPending}>
            {t('workbench:state.save')}
          </Button>
          <Button variant="default" onClick={props.close}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
