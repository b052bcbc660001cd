import { Button, NumberInput, PasswordInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DoorShares } from '#intake'
import { api } from '../api.ts'
import { useDeed } from '../deeds.tsx'

const LEAST = 16

/** Lines for colleagues to keep, shown once: some of them bring the reports back. */
export function MakeShares() {
  const { t } = useTranslation('wb-keys')
  const [need, setNeed] = useState(2)
  const [of, setOf] = useState(3)
  const [lines, setLines] = useState<readonly string[]>([])
  const make = useDeed({
    run: () => api.post<DoorShares>('/intake/keys/shares', { need, of }),
    done: () => t('shares.made'),
    renew: [],
    after: ({ shares }) => setLines(shares),
  })
  const number = (set: (value: number) => void) => (value: number | string) => set(Number(value))
  return (
    <details>
      <summary>{t('shares.title')}</summary>
      <div className="stack-small">
        <p className="small quiet">{t('shares.what')}</p>
        <div className="row">
          <NumberInput label={t('shares.need')} min={2} max={of} value={need} onChange={number(setNeed)} />
          <NumberInput label={t('shares.of')} min={2} max={20} value={of} onChange={number(setOf)} />
        </div>
        <div>
          <Button
            variant="default"
            loading={make.isPending}
            disabled={need < 2 || of < need}
            onClick={() => make.mutate()}
          >
            {t('shares.make')}
          </Button>
        </div>
        {lines.length > 0 ? (
          <>
            <p role="status">{t('shares.once')}</p>
            <ol className="text-ltr stack-small" data-private="">
              {lines.map((line) => (
                <li key={line}>
                  <code style={{ overflowWrap: 'anywhere' }}>{line}</code>
                </li>
              ))}
            </ol>
            <div>
              <Button variant="default" onClick={() => setLines([])}>
                {t('shares.hide')}
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </details>
  )
}

/** A new key by colleagues' lines, for who forgot their passphrase and has nobody to admit them. */
export function Recover() {
  const { t } = useTranslation('wb-keys')
  const [lines, setLines] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const shares = lines.split('\n').filter((line) => line.trim() !== '')
  const recover = useDeed({
    run: () => api.post('/intake/keys/recover', { shares, passphrase }),
    done: () => t('recover.done'),
    renew: [['reports']],
    after: () => {
      setLines('')
      setPassphrase('')
      setAgain('')
    },
  })
  const differs = again !== '' && again !== passphrase
  return (
    <details>
      <summary>{t('recover.title')}</summary>
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          recover.mutate()
        }}
      >
        <p className="small quiet">{t('recover.what')}</p>
        <Textarea
          label={t('recover.lines')}
          autosize
          minRows={3}
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          value={lines}
          onChange={(event) => setLines(event.currentTarget.value)}
        />
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
            loading={recover.isPending}
            disabled={shares.length < 2 || passphrase.length < LEAST || passphrase !== again}
          >
            {t('recover.go')}
          </Button>
        </div>
      </form>
    </details>
  )
}
