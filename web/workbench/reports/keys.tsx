import { Button, PasswordInput } from '@mantine/core'
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeyState } from '#intake'
import { Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay, useSession } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { MakeShares, Recover } from './recovery.tsx'
import { RenewDoor } from './renew-door.tsx'

const useKeyState = () => {
  const may = useMay()
  return useQuery({
    enabled: may('recipient', 'read'),
    queryKey: ['reports', 'keys'],
    queryFn: ({ signal }) => api.get<KeyState>('/intake/keys', { signal }),
  })
}

/** Unlocks sealed reports for this session; shown wherever something is locked. */
export function Unlock() {
  const { t } = useTranslation('wb-keys')
  const { data } = useKeyState()
  const [passphrase, setPassphrase] = useState('')
  const unlock = useDeed({
    run: () => api.post('/intake/keys/unlock', { passphrase }),
    done: () => t('unlocked'),
    renew: [['reports']],
    after: () => setPassphrase(''),
  })
  if (!data?.sealed || data.mine === 'open') return null
  if (data.mine !== 'locked')
    return (
      <Notice icon={<IconLock size={18} aria-hidden />}>
        {t(data.mine === 'waiting' ? 'waiting' : 'notRecipient')}
      </Notice>
    )
  return (
    <Notice icon={<IconLock size={18} aria-hidden />}>
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          unlock.mutate()
        }}
      >
        <p>{t('locked')}</p>
        <PasswordInput
          label={t('passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={unlock.isPending} disabled={passphrase === ''}>
            {t('unlock')}
          </Button>
        </div>
      </form>
    </Notice>
  )
}

/** Who can open sealed reports: sealing the door, taking a key, admitting a colleague, taking one out. */
export function Recipients() {
  const { t } = useTranslation('wb-keys')
  const { data } = useKeyState()
  const may = useMay()
  const { day } = useReading()
  const nameOf = useNameOf()
  const me = useSession().data
  const renew = [['reports']]
  const lock = useDeed({ run: () => api.post('/intake/keys/lock'), done: () => t('lockedNow'), renew })
  const admit = useDeed({
    run: (id: string) => api.post(`/intake/keys/recipients/${part(id)}`),
    done: () => t('admitted'),
    renew,
  })
  const remove = useDeed({
    run: (id: string) => api.delete(`/intake/keys/recipients/${part(id)}`),
    done: () => t('removed'),
    renew,
  })
  if (!data || !may('recipient', 'create')) return null
  return (
    <details className="card">
      <summary>{t(data.sealed ? 'titleSealed' : 'titleOpen')}</summary>
      <div className="stack-small">
        <p className="small quiet">{t('what')}</p>
        {data.mine === 'open' ? (
          <div className="row">
            <Button
              variant="default"
              leftSection={<IconLockOpen size={16} aria-hidden />}
              loading={lock.isPending}
              onClick={() => lock.mutate()}
            >
              {t('lock')}
            </Button>
            <RenewDoor older={data.toRewrap} />
          </div>
        ) : null}
        <ul className="plain stack-small">
          {data.recipients.map(({ userId, admitted, joinedOn }) => (
            <li key={userId} className="row">
              <span>{nameOf(userId)}</span>
              <span className="small quiet">{t(admitted ? 'since' : 'waits', { day: day(joinedOn) })}</span>
              {!admitted && data.mine === 'open' ? (
                <Button size="compact-sm" loading={admit.isPending} onClick={() => admit.mutate(userId)}>
                  {t('admit')}
                </Button>
              ) : null}
              {userId === me?.id ? null : (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={remove.isPending}
                  onClick={() => remove.mutate(userId)}
                >
                  {t('remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {data.mine === 'none' ? <TakeKey isFirst={!data.sealed} /> : null}
        {data.mine === 'open' ? <MakeShares /> : null}
        {data.sealed && data.mine !== 'open' ? <Recover /> : null}
      </div>
    </details>
  )
}

const LEAST = 16

function TakeKey({ isFirst }: { isFirst: boolean }) {
  const { t } = useTranslation('wb-keys')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const take = useDeed({
    run: () => api.post('/intake/keys', { passphrase }),
    done: () => t(isFirst ? 'sealedNow' : 'taken'),
    renew: [['reports']],
  })
  const differs = again !== '' && again !== passphrase
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        take.mutate()
      }}
    >
      <p>{t(isFirst ? 'first' : 'join')}</p>
      <PasswordInput
        label={t('newPassphrase')}
        description={t('passphraseHint', { least: LEAST })}
        autoComplete="new-password"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('again')}
        autoComplete="new-password"
        value={again}
        {...(differs && { error: t('differs') })}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          loading={take.isPending}
          disabled={passphrase.length < LEAST || passphrase !== again}
        >
          {t(isFirst ? 'seal' : 'take')}
        </Button>
      </div>
    </form>
  )
}
