import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail, SignView } from '#detect'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import './patterns.css'

type Answer = 'holds' | 'does_not_hold'

/**
 * Each sign of a pattern, answered in one keystroke: y, it holds here; x, it does not. The keys answer the sign that is marked,
 * the first that is open.
 */
export function SignsToJudge({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  const { count } = useReading()
  const may = useMay()
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<string>()
  // Answered and not yet heard back: a quick second key is for the next sign, not for this one again.
  const [sent, setSent] = useState<readonly string[]>([])
  const found = pattern.signsToJudge.filter(
    ({ wordings, verdict, learned }) => wordings > 0 || verdict !== null || learned.state === 'holds',
  )
  const others = pattern.signsToJudge.filter((sign) => !found.includes(sign))
  const decides = may('pattern', 'create') && pattern.replaced === null
  const at = chosen ?? found.find(({ sign, verdict }) => verdict === null && !sent.includes(sign))?.sign
  const path = `/detect/patterns/${part(pattern.id)}/signs`
  const takeBack = (id: string): Promise<unknown> => api.post(`${path}/${part(id)}/taking-back`, {})
  const renew = [['patterns']] as const
  const answer = useDeed({
    run: (given: { sign: string; verdict: Answer }) =>
      api.post<{ id: string }>(path, { ...given, reason: reason.trim() === '' ? null : reason }),
    done: (_, { sign, verdict }) =>
      t('signs.kept', { sign: t(`detect:sign.${sign}`), answer: t(`signs.${verdict}`) }),
    undo({ sign }, { id }) {
      reopen(sign)
      return takeBack(id)
    },
    renew,
    after: () => setReason(''),
    queue: pattern.id,
  })
  const back = useDeed({ run: takeBack, done: () => t('signs.back'), renew, queue: pattern.id })
  const reopen = (sign: string): void => setSent((before) => before.filter((one) => one !== sign))
  const give = (sign: string, verdict: Answer): void => {
    setSent((before) => [...before, sign])
    setChosen(undefined)
    answer.mutate({ sign, verdict }, { onError: () => reopen(sign) })
  }
  const keys: readonly (readonly [Answer, string])[] = [
    ['holds', 'y'],
    ['does_not_hold', 'x'],
  ]
  useKeys(
    decides && at !== undefined
      ? keys.map(([verdict, key]) => ({
          keys: key,
          label: t(`signs.${verdict}`),
          group: t('signs.title'),
          run: () => give(at, verdict),
        }))
      : [],
  )
  const line = (sign: SignView) => (
    <li key={sign.sign} className="sign-line" aria-current={sign.sign === at ? 'true' : undefined}>
      <Sign sign={sign} />
      {decides ? (
        <div className="row">
          {keys.map(([verdict, key]) => (
            <Button
              key={verdict}
              size="compact-sm"
              variant={sign.verdict?.verdict === verdict ? 'filled' : 'default'}
              rightSection={sign.sign === at ? <kbd>{key}</kbd> : undefined}
              onFocus={() => setChosen(sign.sign)}
              onClick={() => give(sign.sign, verdict)}
            >
              {t(`signs.${verdict}`)}
            </Button>
          ))}
          {sign.verdict ? (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                reopen(sign.sign)
                back.mutate(sign.verdict!.id)
              }}
            >
              {t('signs.takeBack')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  )
  return (
    <section className="card stack-small">
      <h2>{t('signs.title')}</h2>
      <p className="small quiet">{t('signs.what')}</p>
      <p className="small quiet">{t('signs.counted')}</p>
      <Untaught signs={pattern.signsToJudge} />
      {found.length > 0 ? <ul className="sign-lines">{found.map(line)}</ul> : <p>{t('signs.none')}</p>}
      {decides ? (
        <TextInput
          label={t('signs.why')}
          size="xs"
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      ) : null}
      {others.length > 0 ? (
        <details>
          <summary className="small">{t('signs.others', { signs: count(others.length) })}</summary>
          <ul className="sign-lines">{others.map(line)}</ul>
        </details>
      ) : null}
    </section>
  )
}

function Sign({ sign }: { sign: SignView }) {
  const { t } = useTranslation(['wb-patterns', 'detect'])
  const { count, instant } = useReading()
  const nameOf = useNameOf()
  const { verdict, words } = sign
  return (
    <div>
      <p>
        <strong>{t(`detect:sign.${sign.sign}`)}</strong>{' '}
        {verdict ? <Badge tone="accent">{t(`signs.${verdict.verdict}`)}</Badge> : null}
      </p>
      <p className="small">
        {t('signs.rules', { wordings: count(sign.wordings), of: count(sign.of) })}{' '}
        {words.map((one) => (
          <q key={one} dir="auto" className="sign-words">
            {one}
          </q>
        ))}
      </p>
      <Learned sign={sign} />
      {verdict ? (
        <p className="tiny quiet">
          {nameOf(verdict.decidedBy)}, {instant(verdict.decidedAt)}
          {verdict.reason === null ? null : <span dir="auto"> · {verdict.reason}</span>}
        </p>
      ) : null}
    </div>
  )
}

const isUntaught = ({ state, taught }: SignView['learned']): boolean =>
  state === 'too-few' && taught.holds === 0 && taught.doesNotHold === 0

/** Said once of all signs that nobody has answered on: that nothing is learned yet, and what it takes. */
function Untaught({ signs }: { signs: readonly SignView[] }) {
  const { t } = useTranslation('wb-patterns')
  const { count } = useReading()
  const untaught = signs.filter(({ learned }) => isUntaught(learned))
  const [first] = untaught
  if (first === undefined) return null
  return (
    <p className="small quiet">
      {t('signs.tooFew', { signs: count(untaught.length), each: count(first.learned.taught.moreHolds) })}
    </p>
  )
}

/** What answers on other patterns taught, or why nothing is said; nothing of one without an answer (`Untaught`). */
function Learned({ sign: { learned } }: { sign: SignView }) {
  const { t } = useTranslation('wb-patterns')
  const { count } = useReading()
  const { taught } = learned
  if (isUntaught(learned)) return null
  if (learned.state !== 'holds' && learned.state !== 'does-not-hold')
    return (
      <p className="small quiet">
        {t(`signs.learned.${learned.state}`, {
          holds: count(taught.holds),
          doesNotHold: count(taught.doesNotHold),
          moreHolds: count(taught.moreHolds),
          moreDoesNotHold: count(taught.moreDoesNotHold),
        })}
      </p>
    )
  const words = (side: 1 | -1): React.ReactNode =>
    learned.weighing
      .filter(({ weight }) => weight * side > 0)
      .map((one) => (
        <q key={one.words} dir="auto" className="sign-words">
          {one.words}
        </q>
      ))
  return (
    <div className="small">
      <p>
        {t(`signs.learned.${learned.state}`, {
          chance: count(Math.round(learned.chance * 100)),
          holds: count(taught.holds),
          doesNotHold: count(taught.doesNotHold),
        })}
      </p>
      {learned.weighing.some(({ weight }) => weight > 0) ? (
        <p>
          {t('signs.learned.for')} {words(1)}
        </p>
      ) : null}
      {learned.weighing.some(({ weight }) => weight < 0) ? (
        <p>
          {t('signs.learned.against')} {words(-1)}
        </p>
      ) : null}
    </div>
  )
}
