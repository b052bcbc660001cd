import './sign-in.css'
import { Button, PasswordInput, Switch, TextInput } from '@mantine/core'
import { IconArrowRight, IconFingerprint, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines, useFault } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { useSession } from '../session.ts'
import { LanguageMenu } from '../shell/top-bar.tsx'
import { addPasskey, arrive } from './entering.ts'

/** How I sign in: my passkeys, and a code from an authenticator. A new account passes here before anything else. */
export function SecurityPage() {
  const { t } = useTranslation('workbench')
  const session = useSession()
  return (
    <div className="sign-in">
      <div className="sign-in-top">
        <LanguageMenu />
      </div>
      <main className="sign-in-card">
        <div>
          <h1>{t('place.security')}</h1>
          <p className="quiet">{t('security.lead')}</p>
        </div>
        <Answer query={session} loading={<Lines count={4} />}>
          {(me) =>
            me === null ? (
              <Navigate to="/sign-in" search={{ from: '/security' }} replace />
            ) : (
              <>
                {me.assurance === 'partial' ? (
                  <Notice tone="clock">
                    {t(me.hasFactor ? 'security.showFactor' : 'security.setUpFirst')}
                  </Notice>
                ) : null}
                <Passkeys />
                <Authenticator />
                {me.assurance === 'full' ? <Notices /> : null}
                <Button
                  variant="subtle"
                  rightSection={<IconArrowRight size={16} aria-hidden />}
                  onClick={() => arrive('/')}
                >
                  {t('security.goOn')}
                </Button>
              </>
            )
          }
        </Answer>
      </main>
    </div>
  )
}

type Wish = { byMail: boolean; possible: boolean }

/** Whether I am told by e-mail that something waits: never what. */
function Notices() {
  const { t } = useTranslation('workbench')
  const answers = useQueryClient()
  const wish = useQuery({
    queryKey: ['me', 'notices'],
    queryFn: ({ signal }) => api.get<Wish>('/me/notices', { signal }),
  })
  const keep = useMutation({
    mutationFn: (byMail: boolean) => api.put<Wish>('/me/notices', { byMail }),
    onSuccess: (kept) => answers.setQueryData(['me', 'notices'], kept),
  })
  return (
    <section className="card stack-small">
      <h2>{t('security.notices')}</h2>
      <Answer query={wish} loading={<Lines count={2} />}>
        {({ byMail, possible }) => (
          <Switch
            label={t('security.byMail')}
            description={t(possible ? 'security.byMailSays' : 'security.noMailServer')}
            checked={byMail}
            disabled={!possible || keep.isPending}
            onChange={(event) => keep.mutate(event.currentTarget.checked)}
          />
        )}
      </Answer>
    </section>
  )
}

type Passkey = { id: string; name?: string | null; createdAt?: string | null }

function Passkeys() {
  const { t } = useTranslation('workbench')
  const { day } = useReading()
  const answers = useQueryClient()
  const passkeys = useQuery({
    queryKey: ['passkeys'],
    queryFn: ({ signal }) => api.get<Passkey[]>('/auth/passkey/list-user-passkeys', { signal }),
  })
  const renew = (): Promise<void> => answers.invalidateQueries()
  const add = useMutation({ mutationFn: () => addPasskey(t('security.thisDevice')), onSuccess: renew })
  const remove = useMutation({
    mutationFn: (id: string) => api.post('/auth/passkey/delete-passkey', { id }),
    onSuccess: renew,
  })
  return (
    <section className="card">
      <h2>{t('security.passkeys')}</h2>
      <ul className="plain-list stack-small">
        {passkeys.data?.map((passkey) => (
          <li key={passkey.id} className="row-between">
            <span>
              {passkey.name ?? t('security.passkey')}{' '}
              {passkey.createdAt ? <span className="quiet tiny">{day(passkey.createdAt)}</span> : null}
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconTrash size={15} aria-hidden />}
              onClick={() => remove.mutate(passkey.id)}
            >
              {t('security.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {add.isError ? (
        <p role="alert" className="small">
          {t('security.passkeyFailed')}
        </p>
      ) : null}
      <Button
        mt="sm"
        leftSection={<IconFingerprint size={18} aria-hidden />}
        loading={add.isPending}
        onClick={() => add.mutate()}
      >
        {t('security.addPasskey')}
      </Button>
    </section>
  )
}

function Authenticator() {
  const { t } = useTranslation('workbench')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const enable = useMutation({
    mutationFn: () =>
      api.post<{ totpURI: string; backupCodes: string[] }>('/auth/two-factor/enable', { password }),
  })
  const verify = useMutation({
    mutationFn: () => api.post('/auth/two-factor/verify-totp', { code: code.replace(/\s/g, '') }),
    onSuccess: () => arrive('/security'),
  })
  const fault = useFault(enable.error ?? verify.error)
  const secret = enable.data && new URL(enable.data.totpURI).searchParams.get('secret')
  return (
    <section className="card sign-in-form">
      <h2>{t('security.authenticator')}</h2>
      {enable.isError || verify.isError ? (
        <p role="alert" className="small">
          {fault.code.startsWith('network') ? fault.title : t('signIn.failed')}
        </p>
      ) : null}
      {enable.data && secret ? (
        <>
          <p className="small">{t('security.typeKey')}</p>
          <p className="mono text-ltr">{secret.replace(/(.{4})/g, '$1 ')}</p>
          <p className="small">{t('security.backupCodes')}</p>
          <p className="mono text-ltr">{enable.data.backupCodes.join('  ')}</p>
          <TextInput
            label={t('signIn.code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button variant="default" onClick={() => verify.mutate()} loading={verify.isPending}>
            {t('security.confirm')}
          </Button>
        </>
      ) : (
        <>
          <PasswordInput
            label={t('signIn.password')}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button variant="default" onClick={() => enable.mutate()} loading={enable.isPending}>
            {t('security.setUp')}
          </Button>
        </>
      )}
    </section>
  )
}
