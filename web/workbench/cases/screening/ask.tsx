import { Button, Checkbox, Progress, SegmentedControl, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, IndicatorSet, Mark, Screenings, ScreeningView } from '#cases'
import { step } from '../../../ui/keys.ts'
import { Notice } from '../../../ui/page.tsx'
import { useKeys } from '../../../ui/use-keys.ts'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { AskRow } from './ask-row.tsx'
import { byGroup, earlierAnswers, type Given, isAnswered, marked, reused } from './asking.ts'
import { LiveReading } from './live-reading.tsx'
import { usePreview } from './screening-queries.ts'
import { type Source, SOURCES } from './words.ts'
import './screening.css'

const sourceKeys: Record<Source, string> = {
  said: 's p',
  seen: 's e',
  document: 's d',
  third_party: 's t',
}
const keysOf: Record<Mark, string> = { yes: 'y', no: 'n', unknown: 'u', declined: 'r', not_asked: 'x' }

/** One screening while it is made: one key a mark, the next indicator by itself, nobody asked twice. */
export function Ask(props: {
  page: CasePage
  set: IndicatorSet
  personId: string | null
  earlier: readonly ScreeningView[]
  done: () => void
}) {
  const { t } = useTranslation(['wb-screening', 'wb-cases'])
  const { page, set, personId } = props
  const [id] = useState(() => crypto.randomUUID())
  const [today] = useState(() => new Date().toISOString().slice(0, 10))
  const [given, setGiven] = useState<Given>({ marks: {}, grounds: {} })
  const [notes, setNotes] = useState<Record<string, string>>({})
  const [source, setSource] = useState<Source>('said')
  const [on, setOn] = useState(today)
  const [agreed, setAgreed] = useState(false)
  const [isShort, setShort] = useState(false)
  const [current, setCurrent] = useState(set.indicators[0]!.id)
  const list = useRef<HTMLDivElement>(null)
  const preview = usePreview(page.code, set, personId, given.marks)
  const readings = preview.data ?? []
  const earlier = earlierAnswers(props.earlier)
  const matters = new Set(readings.flatMap(({ oneMore }) => oneMore.map(({ indicator }) => indicator)))
  const isShown = (indicator: string): boolean =>
    !isShort || matters.has(indicator) || isAnswered(given.marks, indicator) || indicator === current
  const groups = byGroup(set).map(({ group, indicators }) => ({
    group,
    all: indicators,
    indicators: indicators.filter((one) => isShown(one.id)),
  }))
  const shown = groups.flatMap(({ indicators }) => indicators.map((one) => one.id))
  const answered = set.indicators.filter((one) => isAnswered(given.marks, one.id)).length
  const as = readings.length > 0 ? readings.map((reading) => reading.as) : (['adult'] as const)

  const keep = useDeed({
    run: () =>
      api.post<Screenings>(`/cases/${part(page.code)}/screening`, {
        id,
        set: set.id,
        ...(personId !== null && { personId }),
        marks: given.marks,
        grounds: given.grounds,
        notes: Object.fromEntries(Object.entries(notes).filter(([, note]) => note.trim() !== '')),
      }),
    done: () => t(set.id === 'ilo-11' ? 'keptAsked' : 'kept'),
    renew: [['cases']],
    after: props.done,
  })
  useEffect(() => {
    if (answered === 0) return
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [answered])

  const go = (indicator: string | undefined): void => {
    if (indicator === undefined) return
    setCurrent(indicator)
    const row = list.current?.querySelector<HTMLElement>(`[data-indicator="${indicator}"]`)
    row?.querySelector<HTMLInputElement>('input:checked')?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'center' })
  }
  const walk = (by: 1 | -1): void => go(shown[step(shown.length, shown.indexOf(current), by)])
  const mark = (indicator: string, chosen: Mark): void =>
    setGiven((before) => marked(before, indicator, chosen, { source, on: on > today ? today : on }))
  const group = t(`set.${set.id}`)
  useKeys([
    ...(Object.entries(keysOf) as [Mark, string][]).map(([chosen, keys]) => ({
      keys,
      label: t(`mark.${chosen}`),
      group,
      run: () => {
        mark(current, chosen)
        walk(1)
      },
    })),
    { keys: 'j', label: t('next'), group, run: () => walk(1) },
    { keys: 'k', label: t('previous'), group, run: () => walk(-1) },
    ...SOURCES.map((one) => ({
      keys: sourceKeys[one],
      label: t(`source.${one}`),
      group,
      run: () => setSource(one),
    })),
    { keys: 'mod+Enter', label: t('wb-cases:screening.keep'), group, run: () => keep.mutate() },
  ])

  return (
    <section className="stack" aria-label={group}>
      <div className="card stack-small">
        <p className="small screening-keys">
          {t('keys')} <kbd>Y</kbd> {t('mark.yes')} · <kbd>N</kbd> {t('mark.no')} · <kbd>U</kbd>{' '}
          {t('mark.unknown')} · <kbd>R</kbd> {t('mark.declined')} · <kbd>X</kbd> {t('mark.not_asked')} ·{' '}
          <kbd>J</kbd> <kbd>K</kbd> {t('move')}
        </p>
        <div className="screening-bar">
          <div>
            <p className="small" id="screening-source">
              {t('restsOn')}
            </p>
            <SegmentedControl
              size="xs"
              className="screening-sources"
              aria-labelledby="screening-source"
              data={SOURCES.map((one) => ({ value: one, label: t(`source.${one}`) }))}
              value={source}
              onChange={(next) => setSource(next as Source)}
            />
          </div>
          <TextInput
            type="date"
            size="xs"
            label={t('knownSince')}
            max={today}
            value={on}
            onChange={(event) => setOn(event.currentTarget.value || today)}
          />
        </div>
        {earlier.size > 0 ? (
          <Notice tone="clock">
            <p>{t('askedBefore', { count: earlier.size })}</p>
            <Checkbox
              mt="xs"
              label={t('agreed')}
              checked={agreed}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
            />
            <Button
              mt="xs"
              size="xs"
              variant="default"
              disabled={!agreed}
              onClick={() =>
                setGiven((before) =>
                  [...earlier].reduce(
                    (so, [indicator, one]) =>
                      isAnswered(so.marks, indicator) ? so : reused(so, indicator, one, today),
                    before,
                  ),
                )
              }
            >
              {t('useAll')}
            </Button>
          </Notice>
        ) : null}
        {set.kind === 'delphi' ? (
          <Checkbox
            label={t('short')}
            description={t('shortWhy')}
            checked={isShort}
            onChange={(event) => setShort(event.currentTarget.checked)}
          />
        ) : null}
      </div>
      <div ref={list} className="stack">
        {groups.map(({ group: dimension, all, indicators }) =>
          indicators.length === 0 ? null : (
            <section key={dimension} className="card card-flush">
              {dimension ? (
                <div className="card-head row-between">
                  <h2>{t(`group.${dimension}`)}</h2>
                  <span className="small quiet number">
                    {t('answered', {
                      done: all.filter((one) => isAnswered(given.marks, one.id)).length,
                      of: all.length,
                    })}
                  </span>
                </div>
              ) : null}
              {indicators.map((indicator) => (
                <AskRow
                  key={indicator.id}
                  indicator={indicator}
                  as={as}
                  isCurrent={indicator.id === current}
                  given={given}
                  note={notes[indicator.id] ?? ''}
                  earlier={earlier.get(indicator.id)}
                  agreed={agreed}
                  onMark={(chosen) => {
                    setCurrent(indicator.id)
                    mark(indicator.id, chosen)
                  }}
                  onNote={(note) => setNotes({ ...notes, [indicator.id]: note })}
                  onReuse={(one) => setGiven((before) => reused(before, indicator.id, one, today))}
                />
              ))}
            </section>
          ),
        )}
      </div>
      <div className="screening-foot">
        <div className="screening-progress">
          <Progress
            value={(100 * answered) / set.indicators.length}
            aria-label={t('answered', { done: answered, of: set.indicators.length })}
          />
          <span className="small number">{t('answered', { done: answered, of: set.indicators.length })}</span>
        </div>
        <LiveReading readings={readings} />
        <div className="row">
          <Button loading={keep.isPending} disabled={answered === 0} onClick={() => keep.mutate()}>
            {t('wb-cases:screening.keep')}
          </Button>
          <Button variant="default" onClick={props.done}>
            {t('workbench:state.cancel')}
          </Button>
        </div>
      </div>
    </section>
  )
}
