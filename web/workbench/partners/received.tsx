import { Button, Modal } from '@mantine/core'
import { IconArrowBackUp, IconEye, IconMailbox } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CopyContent, Received, Recalled } from '#cases'
import { Badge, Notice, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty, Failed, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import '../cases/cases.css'
import { CopyWords } from '../cases/plan/copy-content.tsx'
import { useReceived } from '../cases/plan/plan-queries.ts'
import { useDeed } from '../deeds.tsx'

/** What other organisations ask of ours, and what they took back. */
export function ReceivedPage() {
  const { t } = useTranslation('wb-plan')
  const found = useReceived()
  return (
    <Page title={t('workbench:place.received')} lead={t('received.lead')}>
      <Answer query={found}>
        {({ received, recalled }) =>
          received.length + recalled.length === 0 ? (
            <section className="card card-flush">
              <Empty title={t('received.empty')} icon={<IconMailbox size={22} />}>
                {t('received.emptyWhy')}
              </Empty>
            </section>
          ) : (
            <div className="stack">
              <section className="card card-flush" aria-label={t('received.asked')}>
                <div className="card-head">
                  <h2>{t('received.asked')}</h2>
                </div>
                <ul className="plain-list">
                  {received.map((one) => (
                    <ReceivedLine key={one.copyId} received={one} />
                  ))}
                  {received.length === 0 ? (
                    <li className="case-line quiet">{t('received.noneNow')}</li>
                  ) : null}
                </ul>
              </section>
              {recalled.length > 0 ? <RecalledList recalled={recalled} /> : null}
            </div>
          )
        }
      </Answer>
    </Page>
  )
}

function ReceivedLine({ received }: { received: Received }) {
  const { t } = useTranslation('wb-plan')
  const { day } = useReading()
  const [isReading, setReading] = useState(false)
  const answer = useDeed({
    run: (said: string) => api.post(`/cases/received/${part(received.copyId)}/answer`, { answer: said }),
    done: () => t('referral.noted'),
    renew: [['received']],
  })
  return (
    <li className="case-line">
      <div>
        <strong>{t(`service.${received.service}`)}</strong> · <span dir="auto">{received.from}</span>
        <p className="small quiet">{t('referral.answerBy', { day: day(received.answerBy) })}</p>
      </div>
      <div className="row">
        <Badge tone={received.state === 'asked' ? 'clock' : 'accent'}>
          {t(`referralState.${received.state}`)}
        </Badge>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconEye size={14} aria-hidden />}
          onClick={() => setReading(true)}
        >
          {t('received.read')}
        </Button>
        {received.state === 'asked' ? (
          <>
            <Button size="compact-sm" onClick={() => answer.mutate('accepted')}>
              {t('received.accept')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => answer.mutate('declined')}>
              {t('received.decline')}
            </Button>
          </>
        ) : received.state === 'accepted' ? (
          <Button size="compact-sm" onClick={() => answer.mutate('done')}>
            {t('received.done')}
          </Button>
        ) : null}
      </div>
      {isReading ? <ReadDialog copyId={received.copyId} close={() => setReading(false)} /> : null}
    </li>
  )
}

function ReadDialog({ copyId, close }: { copyId: string; close: () => void }) {
  const { t } = useTranslation('wb-plan')
  // Asked anew each time it is opened, and while it stays open: consent may have been taken back a second ago.
  const found = useQuery({
    queryKey: ['received', copyId],
    queryFn: ({ signal }) => api.get<{ content: CopyContent }>(`/cases/received/${part(copyId)}`, { signal }),
    gcTime: 0,
    staleTime: 0,
    retry: false,
    refetchInterval: ({ state }) => (state.status === 'error' ? false : 10_000),
  })
  return (
    <Modal
      opened
      onClose={close}
      closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      title={t('received.copy')}
    >
      <div className="stack-small">
        <Notice>{t('received.onlyFor')}</Notice>
        {/* Once it is refused, what was read before is not shown any more. */}
        {found.isError ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : (
          <Answer query={found} loading={<Lines count={3} />}>
            {({ content }) => <CopyWords content={content} />}
          </Answer>
        )}
      </div>
    </Modal>
  )
}

function RecalledList({ recalled }: { recalled: readonly Recalled[] }) {
  const { t } = useTranslation('wb-plan')
  const { instant } = useReading()
  const confirm = useDeed({
    run: (copyId: string) => api.post(`/cases/received/${part(copyId)}/deletion`),
    done: () => t('received.thanks'),
    renew: [['received']],
  })
  return (
    <section className="card card-flush" aria-label={t('received.recalled')}>
      <div className="card-head">
        <h2>{t('received.recalled')}</h2>
        <p className="small quiet">{t('received.recalledWhy')}</p>
      </div>
      <ul className="plain-list">
        {recalled.map((one) => (
          <li key={one.copyId} className="case-line">
            <div>
              <span dir="auto">{one.from}</span> · {instant(one.askedAt)}
              <p className="small quiet">
                <IconArrowBackUp size={13} aria-hidden /> {t(`recall.${one.reason}`)}
              </p>
            </div>
            {one.confirmedAt ? (
              <Badge tone="accent">{t('copy.deleted')}</Badge>
            ) : (
              <Button size="compact-sm" variant="default" onClick={() => confirm.mutate(one.copyId)}>
                {t('received.confirm')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
