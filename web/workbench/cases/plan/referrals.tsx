import { Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconClock, IconDots, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, Referral } from '#cases'
import { Badge } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { Answer, Lines } from '../../../ui/states.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useMay } from '../../session.ts'
import '../cases.css'
import { useReferrals } from './plan-queries.ts'
import { ReferDialog } from './refer.tsx'

/** Whom the case was referred to, and every copy that left, with what became of it. */
export function Referrals({ page }: { page: CasePage }) {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const found = useReferrals(page.code)
  return (
    <section className="card card-flush" aria-label={t('referral.title')}>
      <div className="card-head row-between">
        <div>
          <h2>{t('referral.title')}</h2>
          <p className="small quiet">{t('referral.about')}</p>
        </div>
        {may('referral', 'create') ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t('referral.ask')}
          </Button>
        ) : null}
      </div>
      <Answer query={found} loading={<Lines count={2} />}>
        {(referrals) =>
          referrals.length === 0 ? (
            <p className="case-line quiet">{t('referral.none')}</p>
          ) : (
            <ul className="plain-list">
              {referrals.map((referral) => (
                <ReferralLine
                  key={referral.id}
                  page={page}
                  referral={referral}
                  again={() => setAsking(true)}
                />
              ))}
            </ul>
          )
        }
      </Answer>
      {isAsking ? <ReferDialog page={page} close={() => setAsking(false)} /> : null}
    </section>
  )
}

function ReferralLine(props: { page: CasePage; referral: Referral; again: () => void }) {
  const { t } = useTranslation(['wb-plan', 'wb-cases'])
  const { day, instant } = useReading()
  const { page, referral } = props
  const { copy } = referral
  const who = page.people.find(({ id }) => id === referral.personId)?.codeName
  const fields = copy.fields.map((field) => t(`wb-cases:consent.field.${field}`)).join(', ')
  const isOver = referral.state === 'declined' || referral.state === 'expired'
  return (
    <li className="case-line">
      <div>
        <strong dir="auto">{referral.partner}</strong> · {t(`service.${referral.service}`)}
        <p className="small quiet">
          {who} · {t(`channel.${referral.channel}`)} · {fields} ·{' '}
          {t('referral.answerBy', { day: day(referral.answerBy) })}
        </p>
        <p className="small quiet">
          {copy.firstReadAt
            ? t('copy.read', { at: instant(copy.firstReadAt) })
            : referral.channel === 'account'
              ? t('copy.unread')
              : t('copy.told')}
        </p>
        {referral.answerNote ? (
          <p className="small" dir="auto">
            {referral.answerNote}
          </p>
        ) : null}
        {isOver ? (
          <Button size="compact-sm" variant="subtle" onClick={props.again}>
            {t('referral.another')}
          </Button>
        ) : null}
      </div>
      <div className="row">
        {referral.isLate && referral.state === 'asked' ? (
          <Badge tone="clock" icon={<IconClock size={13} aria-hidden />}>
            {t(referral.remindedAt ? 'referral.reminded' : 'referral.late')}
          </Badge>
        ) : null}
        <Badge tone={referral.state === 'accepted' || referral.state === 'done' ? 'accent' : 'plain'}>
          {t(`referralState.${referral.state}`)}
        </Badge>
        <CopyState copy={copy} />
        <Actions code={page.code} referral={referral} />
      </div>
    </li>
  )
}

/** Whether a copy is with the partner, recalled, or said to be deleted. */
function CopyState({ copy }: { copy: Referral['copy'] }) {
  const { t } = useTranslation('wb-plan')
  if (copy.deletionConfirmedAt) {
    return <Badge icon={<IconCheck size={13} aria-hidden />}>{t('copy.deleted')}</Badge>
  }
  if (copy.recalledAt) {
    return (
      <Badge tone="clock" icon={<IconArrowBackUp size={13} aria-hidden />}>
        {t('copy.recalled', { reason: t(`recall.${copy.recallReason}`) })}
      </Badge>
    )
  }
  return <Badge icon={<IconX size={13} aria-hidden />}>{t('copy.out')}</Badge>
}

function Actions({ code, referral }: { code: string; referral: Referral }) {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const base = `/cases/${part(code)}`
  const act = useDeed({
    run: ({ path, body }: { path: string; body?: unknown }) => api.post(`${base}${path}`, body),
    done: () => t('referral.noted'),
    renew: [['cases', code]],
  })
  if (!may('referral', 'update')) return null
  const { copy, state } = referral
  const of = `/referrals/${part(referral.id)}`
  const byHand = referral.channel !== 'account'
  const answers = !byHand
    ? []
    : state === 'asked'
      ? (['accepted', 'declined'] as const)
      : state === 'accepted'
        ? (['done'] as const)
        : []
  const canRevoke = copy.recalledAt === null
  const canConfirm = copy.recalledAt !== null && copy.deletionConfirmedAt === null
  if (answers.length === 0 && !canRevoke && !canConfirm) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('referral.actions', { partner: referral.partner })}
        >
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {answers.map((answer) => (
          <Menu.Item key={answer} onClick={() => act.mutate({ path: `${of}/answer`, body: { answer } })}>
            {t(`referral.partnerSaid.${answer}`)}
          </Menu.Item>
        ))}
        {canRevoke ? (
          <Menu.Item onClick={() => act.mutate({ path: `${of}/revocation` })}>
            {t('referral.revoke')}
          </Menu.Item>
        ) : null}
        {canConfirm ? (
          <Menu.Item onClick={() => act.mutate({ path: `/copies/${part(copy.id)}/deletion` })}>
            {t('copy.confirm')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
