import './sign-in.css'
import { Button, Divider, PasswordInput, TextInput } from '@mantine/core'
import { IconFingerprint, IconLock } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/page.tsx'
import { LanguageMenu } from '../shell/top-bar.tsx'
import * as entering from './entering.ts'

type Search = { from?: string; locked?: string | number; error?: string }
type Step = 'start' | 'code'

/** Passkey first; password and a six-digit code otherwise. A link that was handed over goes to the server itself. */
export function SignInPage() {
  const { t } = useTranslation('workbench')
  const search: Search = useSearch({ strict: false })
  const [step, setStep] = useState<Step>('start')
  const [trouble, setTrouble] = useState(search.error === undefined ? undefined : t('signIn.linkUsed'))

  useEffect(() => {
    document.title = `${t('signIn.title')} · Asylia`
  }, [t])

  const attempt = async (work: () => Promise<'in' | 'code'>, words: string): Promise<void> => {
    setTrouble(undefined)
    try {
      if ((await work()) === 'code') setStep('code')
      else entering.arrive(search.from)
    } catch (error) {
      setTrouble(entering.isUnreachable(error) ? t('fault.unreachable.title') : words)
    }
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
          <h1>{t('signIn.title')}</h1>
          <p className="quiet">
            {t('signIn.lead')} <a href="/report">{t('signIn.report')}</a>
          </p>
        </div>
        {search.locked === undefined ? null : (
          <Notice icon={<IconLock size={20} aria-hidden />}>{t('signIn.locked')}</Notice>
        )}
        {trouble === undefined ? null : (
          <div role="alert">
            <Notice tone="clock">{trouble}</Notice>
          </div>
        )}
        {step === 'start' ? <Start attempt={attempt} /> : null}
        {step === 'code' ? <Code attempt={attempt} /> : null}
      </main>
    </div>
  )
}

type Attempt = (work: () => Promise<'in' | 'code'>, words: string) => Promise<void>

function Start({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('workbench')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isBusy, setBusy] = useState(false)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setBusy(true)
    void attempt(() => entering.byPassword(email, password), t('signIn.failed')).finally(() => setBusy(false))
  }
  return (
    <>
      <div className="stack-small">
        <Button
          size="md"
          leftSection={<IconFingerprint size={20} aria-hidden />}
          onClick={() => void attempt(entering.byPasskey, t('signIn.passkeyFailed'))}
        >
          {t('signIn.passkey')}
        </Button>
        <p className="tiny quiet">{t('signIn.passkeyHint')}</p>
      </div>
      <Divider label={t('signIn.orPassword')} />
      <form className="sign-in-form" onSubmit={submit}>
        <TextInput
          label={t('signIn.email')}
          type="email"
          required
          autoComplete="username webauthn"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" size="md" loading={isBusy}>
          {t('signIn.continue')}
        </Button>
      </form>
    </>
  )
}

function Code({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('workbench')
  const [code, setCode] = useState('')
  return (
    <form
      className="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault()
        void attempt(() => entering.byCode(code.replace(/\s/g, '')), t('signIn.failed'))
      }}
    >
      <TextInput
        label={t('signIn.code')}
        description={t('signIn.codeHint')}
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        autoFocus
        required
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" size="md">
        {t('signIn.continue')}
      </Button>
    </form>
  )
}
