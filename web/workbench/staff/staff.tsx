import { Button, CopyButton, Modal, Select, TextInput } from '@mantine/core'
import { IconCopy, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, List } from '../../ui/list.tsx'
import { Badge, Notice, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useSession } from '../session.ts'
import { HandOverDialog } from './hand-over.tsx'

type User = {
  id: string
  name: string
  email: string
  role: string
  lockedAt: string | null
  factors: { passkeys: number; totp: boolean }
}
type Invitation = {
  id: string
  email: string
  role: string
  createdAt: string
  expiresAt: string
  acceptedAt: string | null
}

const roles = [
  'intake_worker',
  'case_worker',
  'investigator',
  'analyst',
  'liaison_officer',
  'lawyer',
  'counsellor',
  'policy_officer',
  'administrator',
] as const

/** Who works here: accounts with their factors, and whom we invited. */
export function StaffPage() {
  const { t } = useTranslation('wb-audit')
  const [isInviting, setInviting] = useState(false)
  return (
    <Page
      title={t('workbench:place.staff')}
      lead={t('workbench:question.staff')}
      actions={
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
          {t('staff.invite')}
        </Button>
      }
    >
      <Users />
      <Invitations />
      {isInviting ? <InviteDialog close={() => setInviting(false)} /> : null}
    </Page>
  )
}

function Users() {
  const { t } = useTranslation(['wb-audit', 'wb-desk'])
  const { data: me } = useSession()
  const [link, setLink] = useState<string>()
  const [leaver, setLeaver] = useState<User>()
  const users = useQuery({
    queryKey: ['staff', 'users'],
    queryFn: ({ signal }) => api.get<User[]>('/auth/users', { signal }),
  })
  const put = (id: string, to: 'lock' | 'unlock'): Promise<unknown> =>
    api.post(`/auth/users/${part(id)}/${to}`)
  const lock = useDeed({
    run: ({ id, to }: { id: string; to: 'lock' | 'unlock' }) => put(id, to),
    done: (_, { to }) => t(to === 'lock' ? 'staff.locked' : 'staff.unlocked'),
    undo: ({ id, to }) => put(id, to === 'lock' ? 'unlock' : 'lock'),
    renew: [['staff']],
  })
  const recover = useDeed({
    run: (id: string) => api.post<{ link: string }>(`/auth/users/${part(id)}/recover`),
    after: (answer) => setLink(answer.link),
    renew: [['staff']],
  })
  const columns: Column<User>[] = [
    { id: 'name', header: t('staff.name'), value: (user) => user.name },
    {
      id: 'email',
      header: t('workbench:signIn.email'),
      value: (user) => user.email,
      cell: (user) => <span className="text-ltr">{user.email}</span>,
    },
    { id: 'role', header: t('column.role'), value: (user) => t(`workbench:role.${user.role}`) },
    {
      id: 'factors',
      header: t('staff.factors'),
      value: (user) => user.factors.passkeys + Number(user.factors.totp),
      cell: (user) => (
        <span className="row">
          {user.factors.passkeys > 0 ? (
            <Badge tone="accent">{t('staff.passkeys', { count: user.factors.passkeys })}</Badge>
          ) : null}
          {user.factors.totp ? <Badge tone="accent">{t('staff.totp')}</Badge> : null}
          {user.factors.passkeys === 0 && !user.factors.totp ? <Badge>{t('staff.noFactor')}</Badge> : null}
        </span>
      ),
    },
    {
      id: 'actions',
      header: '',
      fixed: true,
      value: () => null,
      align: 'end',
      cell: (user) =>
        user.id === me?.id ? null : (
          <span className="row">
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => recover.mutate(user.id)}>
              {t('staff.recover')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setLeaver(user)}>
              {t('wb-desk:handOver.short')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => lock.mutate({ id: user.id, to: user.lockedAt === null ? 'lock' : 'unlock' })}
            >
              {t(user.lockedAt === null ? 'staff.lock' : 'staff.unlock')}
            </Button>
          </span>
        ),
    },
  ]
  return (
    <>
      <Answer query={users}>
        {(rows) => (
          <List
            name={t('staff.people')}
            file="staff"
            rows={rows}
            id={(user) => user.id}
            columns={columns}
            sort={{ by: 'name', down: false }}
            facets={[
              {
                id: 'role',
                label: t('column.role'),
                value: (user) => user.role,
                name: (id) => t(`workbench:role.${id}`),
              },
            ]}
          />
        )}
      </Answer>
      {leaver ? <HandOverDialog leaver={leaver} close={() => setLeaver(undefined)} /> : null}
      {link === undefined ? null : (
        <LinkDialog title={t('staff.recover')} link={link} close={() => setLink(undefined)} />
      )}
    </>
  )
}

function Invitations() {
  const { t } = useTranslation('wb-audit')
  const { day } = useReading()
  const invitations = useQuery({
    queryKey: ['staff', 'invitations'],
    queryFn: ({ signal }) => api.get<Invitation[]>('/auth/invitations', { signal }),
  })
  const stateOf = (one: Invitation): string =>
    one.acceptedAt !== null ? 'accepted' : one.expiresAt < new Date().toISOString() ? 'expired' : 'open'
  const columns: Column<Invitation>[] = [
    {
      id: 'email',
      header: t('workbench:signIn.email'),
      value: (one) => one.email,
      cell: (one) => <span className="text-ltr">{one.email}</span>,
    },
    { id: 'role', header: t('column.role'), value: (one) => t(`workbench:role.${one.role}`) },
    { id: 'state', header: t('staff.state'), value: (one) => t(`staff.states.${stateOf(one)}`) },
    {
      id: 'expires',
      header: t('staff.expires'),
      value: (one) => one.expiresAt,
      cell: (one) => day(one.expiresAt),
    },
  ]
  if (!invitations.data || invitations.data.length === 0) return null
  return (
    <div className="stack-small">
      <h2>{t('staff.invitations')}</h2>
      <List
        name={t('staff.invitations')}
        file="invitations"
        rows={invitations.data}
        id={(one) => one.id}
        columns={columns}
      />
    </div>
  )
}

/** Those that the server knows (`PROFESSIONS`); an account of none of them keeps no notes under secrecy. */
const professions = ['social_worker', 'psychologist', 'physician', 'lawyer'] as const

function InviteDialog({ close }: { close: () => void }) {
  const { t } = useTranslation(['wb-audit', 'wb-casework'])
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<string>('case_worker')
  const [profession, setProfession] = useState<string | null>(null)
  const invite = useDeed({
    run: () => api.post<{ link: string }>('/auth/invitations', { email, role, profession }),
    renew: [['staff']],
  })
  if (invite.data) return <LinkDialog title={t('staff.invite')} link={invite.data.link} close={close} />
  return (
    <Modal opened onClose={close} title={t('staff.invite')}>
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate()
        }}
      >
        <TextInput
          label={t('workbench:signIn.email')}
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label={t('column.role')}
          description={t('staff.roleHint')}
          allowDeselect={false}
          data={roles.map((id) => ({ value: id, label: t(`workbench:role.${id}`) }))}
          value={role}
          onChange={(next) => next && setRole(next)}
        />
        <Select
          label={t('wb-casework:professionAsk')}
          description={t('wb-casework:professionWhy')}
          clearable
          data={professions.map((id) => ({ value: id, label: t(`wb-casework:profession.${id}`) }))}
          value={profession}
          onChange={setProfession}
        />
        <div>
          <Button type="submit" loading={invite.isPending}>
            {t('staff.invite')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** A link that works once, shown once: handed over by a person, never by mail. */
function LinkDialog({ title, link, close }: { title: string; link: string; close: () => void }) {
  const { t } = useTranslation('wb-audit')
  return (
    <Modal opened onClose={close} title={title}>
      <div className="stack-small">
        <p>{t('staff.linkOnce')}</p>
        <Notice>
          <code className="text-ltr audit-root">{link}</code>
        </Notice>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button leftSection={<IconCopy size={17} aria-hidden />} onClick={copy}>
              {t(copied ? 'staff.copied' : 'staff.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </Modal>
  )
}
