import { Button, Modal } from '@mantine/core'
import { IconCheck, IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PatternReceipt, VerifiedView } from '#detect'
import { download } from '../../ui/csv.ts'
import { Facts, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Failed } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useMay } from '../session.ts'
import './patterns.css'
import { shortName } from './pattern-queries.ts'

/** What a pattern rests on, to keep and to compute again. */
export function ReceiptDialog({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('wb-review')
  const found = useQuery({
    queryKey: ['patterns', id, 'receipt'],
    queryFn: ({ signal }) => api.get<PatternReceipt>(`/detect/patterns/${part(id)}/receipt`, { signal }),
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

/** A receipt in words, with what it says of each observation, and a button that computes it again. */
export function Receipt({ receipt }: { receipt: PatternReceipt }) {
  const { t } = useTranslation('wb-review')
  const { instant, count } = useReading()
  const may = useMay()
  const verify = useMutation({
    mutationFn: () => api.post<VerifiedView>('/detect/receipts/verification', receipt),
  })
  return (
    <div className="stack-small">
      <p className="small quiet">{t('receipt.what')}</p>
      <Facts
        items={[
          [t('receipt.pattern'), <span className="mono">{shortName(receipt.pattern)}</span>],
          [t('receipt.engine'), <span className="mono text-ltr">{receipt.engine}</span>],
          [t('receipt.run'), instant(`${receipt.run.finishedAt.replace(' ', 'T')}Z`)],
          [t('receipt.looked'), count(receipt.run.observations)],
          [t('receipt.rests'), count(receipt.observations.length)],
          [t('receipt.fingerprint'), <Mono>{receipt.result.fingerprint}</Mono>],
          [t('receipt.key'), <Mono>{receipt.key}</Mono>],
        ]}
      />
      <div className="row">
        {may('pattern', 'read') ? (
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            loading={verify.isPending}
            onClick={() => verify.mutate()}
          >
            {t('receipt.verify')}
          </Button>
        ) : null}
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() =>
            download(
              `receipt-${shortName(receipt.pattern)}.json`,
              `${JSON.stringify(receipt, null, 1)}\n`,
              'application/json',
            )
          }
        >
          {t('receipt.download')}
        </Button>
      </div>
      <div role="status">
        {verify.error ? <Failed error={verify.error} /> : null}
        {verify.data ? <Verified verified={verify.data} /> : null}
      </div>
      <details>
        <summary className="small">{t('receipt.parameters')}</summary>
        <pre className="receipt-parameters text-ltr" tabIndex={0}>
          {JSON.stringify(receipt.run.parameters, null, 1)}
        </pre>
      </details>
      <details>
        <summary className="small">{t('receipt.hashes', { count: receipt.observations.length })}</summary>
        <table className="aligned">
          <thead>
            <tr>
              <th scope="col">{t('receipt.observation')}</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {receipt.observations.slice(0, 200).map(({ id, sha256 }) => (
              <tr key={id}>
                <td>
                  <Mono>{id.slice(0, 12)}…</Mono>
                </td>
                <td>
                  <Mono>{sha256}</Mono>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  )
}

function Verified({ verified }: { verified: VerifiedView }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  return (
    <Notice tone={verified.same ? 'accent' : 'clock'}>
      <strong>
        {!verified.signedHere
          ? t('receipt.notComputed')
          : verified.same
            ? t('receipt.same', { count: verified.observations, shown: count(verified.observations) })
            : t('receipt.differs', { count: verified.count, shown: count(verified.count) })}
      </strong>
      {verified.signedHere ? <p className="small">{t('receipt.signedHere')}</p> : null}
      <ul className="pattern-reasons small">
        {verified.differences.slice(0, 20).map(({ what, of, was, now }) => (
          <li key={`${what} ${of}`}>
            {t(`difference.${what}`)} <Mono>{of.slice(0, 40)}</Mono>
            {what === 'figure' ? (
              <>
                : <Mono>{was.slice(0, 60)}</Mono> → <Mono>{now.slice(0, 60)}</Mono>
              </>
            ) : null}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

const Mono = ({ children }: { children: React.ReactNode }) => (
  <span className="mono text-ltr small break-all">{children}</span>
)
