import './sign-in.css'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/page.tsx'
import { useFault } from '../../ui/states.tsx'
import { api, ApiError } from '../api.ts'
import { LanguageMenu } from '../shell/top-bar.tsx'
import { arrive } from './entering.ts'

/** Someone invited becomes a member: their name, a password if they want one; a passkey is set up on the next page. */
export function InvitationPage() {
  const { t } = useTranslation('workbench')
  // The token stands behind '#', so it is in no request and no log until it is used.
  const [token] = useState(() => location.hash.slice(1))
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>()
  const fault = useFault(error)
  const isGone = error instanceof ApiError && error.problem.status === 410

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setError(undefined)
    api
      .post('/auth/invitations/accept', { token, name, ...(password === '' ? {} : { password }) })
      .then(() => arrive('/security'), setError)
  }
  return (
    <div className="sign-in">
      <div className="sign-in-top">
        <LanguageMenu />
      </div>
      <main className="sign-in-card">
        <div className="sign-in-mark">
          <img src="/icon.svg" alt="" />
          Asylia
        </div>
        <div>
          <h1>{t('invitation.title')}</h1>
          <p className="quiet">{t('invitation.lead')}</p>
        </div>
        {error === undefined ? null : (
          <div role="alert">
            <Notice tone="clock">{isGone ? t('signIn.linkUsed') : fault.title}</Notice>
          </div>
        )}
        <form className="sign-in-form" onSubmit={submit}>
          <TextInput
            label={t('invitation.name')}
            required
            maxLength={100}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('invitation.password')}
            description={t('invitation.passwordHint')}
            minLength={12}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" disabled={token === ''}>
            {t('signIn.continue')}
          </Button>
        </form>
      </main>
    </div>
  )
}
