import './patterns.css'
import { Button, Tabs } from '@mantine/core'
import { IconArrowMerge, IconArrowsSplit2, IconCertificate } from '@tabler/icons-react'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { Badge, Figures, Notice, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useMay } from '../session.ts'
import { useNameOf } from '../staff/colleagues.ts'
import { InTime } from './in-time.tsx'
import { JoinDialog } from './join-dialog.tsx'
import { Kinds, Reasons, Review } from './marks.tsx'
import { shortName, usePattern } from './pattern-queries.ts'
import { Posts } from './posts.tsx'
import { ReceiptDialog } from './receipt-dialog.tsx'
import { SignsToJudge } from './signs-to-judge.tsx'
import { SplitDialog } from './split-dialog.tsx'
import { useRegroupUndo } from './regroup-undo.ts'
import { Verdict } from './verdict.tsx'
import { Wordings } from './wordings.tsx'

// The map and the graph are the heaviest parts of the workbench: each is loaded when its tab is opened.
const InPlace = lazy(() => import('./in-place.tsx').then((module) => ({ default: module.InPlace })))
const EvidenceGraph = lazy(() => import('./graph.tsx').then((module) => ({ default: module.EvidenceGraph })))

/** A pattern: why it is shown, what speaks against it, all it rests on, and the verdict of a person. */
export function PatternPage() {
  const { t } = useTranslation('wb-patterns')
  const { id } = useParams({ strict: false }) as { id: string }
  const found = usePattern(id)
  const title = t('title', { name: shortName(id) })
  return (
    <Answer query={found} loading={<Page title={title}>{<Lines />}</Page>}>
      {(pattern) => (
        <Page
          title={title}
          back={{ to: '/patterns', label: t('workbench:place.patterns') }}
          badges={
            <>
              <Review review={pattern.review} />
              {pattern.state === 'not-enough' ? <Badge>{t('detect:state.not-enough')}</Badge> : null}
            </>
          }
          lead={<span dir="auto">{pattern.places.slice(0, 8).join(', ')}</span>}
          actions={<Actions key={pattern.id} pattern={pattern} />}
        >
          <Shown key={pattern.id} pattern={pattern} />
        </Page>
      )}
    </Answer>
  )
}

function Actions({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-review')
  const may = useMay()
  const [open, setOpen] = useState<'split' | 'join' | 'receipt'>()
  const decides = may('pattern', 'create') && pattern.replaced === null
  const group = t('keys')
  useKeys([
    { keys: 'c', label: t('receipt.title'), group, run: () => setOpen('receipt') },
    ...(decides
      ? [
          { keys: 's', label: t('split.title'), group, run: () => setOpen('split') },
          { keys: 'm', label: t('join.title'), group, run: () => setOpen('join') },
        ]
      : []),
  ])
  const close = (): void => setOpen(undefined)
  const button = (id: 'split' | 'join' | 'receipt', key: string, icon: React.ReactNode) => (
    <Button
      size="xs"
      variant="default"
      leftSection={icon}
      rightSection={<kbd>{key}</kbd>}
      onClick={() => setOpen(id)}
    >
      {t(`${id}.title`)}
    </Button>
  )
  return (
    <div className="row">
      {decides ? button('split', 's', <IconArrowsSplit2 size={15} aria-hidden />) : null}
      {decides ? button('join', 'm', <IconArrowMerge size={15} aria-hidden />) : null}
      {button('receipt', 'c', <IconCertificate size={15} aria-hidden />)}
      {open === 'split' ? <SplitDialog pattern={pattern} close={close} /> : null}
      {open === 'join' ? <JoinDialog pattern={pattern} close={close} /> : null}
      {open === 'receipt' ? <ReceiptDialog id={pattern.id} close={close} /> : null}
    </div>
  )
}

function Shown({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review', 'detect'])
  const { count, small, day } = useReading()
  return (
    <>
      <Regrouped pattern={pattern} />
      <div className="columns columns-side">
        <div className="stack">
          <Figures
            items={[
              { label: t('column.q'), value: small(pattern.q) },
              { label: t('column.posts'), value: count(pattern.size) },
              { label: t('column.first'), value: <span className="small">{day(pattern.firstAt)}</span> },
              { label: t('column.last'), value: <span className="small">{day(pattern.lastAt)}</span> },
            ]}
          />
          <p className="small quiet">{t('qHint', { rate: small(100 * pattern.q) })}</p>
          {pattern.changes.length > 0 && pattern.review !== 'accepted' ? (
            <Notice tone="clock">
              <strong>{t('wb-review:changes')}</strong>
              <Reasons reasons={pattern.changes} />
            </Notice>
          ) : null}
          <NotShown pattern={pattern} />
          <div className="pattern-sides">
            <section className="card stack-small">
              <h2>{t(pattern.state === 'shown' ? 'why' : 'whyNot')}</h2>
              <Kinds kinds={pattern.kinds} />
              {pattern.why.length > 0 ? (
                <>
                  <Reasons reasons={pattern.why} />
                  <p className="small quiet">{t('pHint')}</p>
                </>
              ) : (
                <p className="quiet">{t('wb-review:whyNone')}</p>
              )}
              {pattern.asked.length > 0 ? (
                <>
                  <h3>{t('asked')}</h3>
                  <Reasons reasons={pattern.asked} />
                </>
              ) : null}
            </section>
            <section className="card stack-small">
              <h2>{t('against')}</h2>
              {pattern.against.length > 0 ? (
                <Reasons reasons={pattern.against} />
              ) : (
                <p className="quiet">{t('againstNone')}</p>
              )}
              {pattern.lookedFor.length > 0 ? (
                <>
                  <h3>{t('lookedFor')}</h3>
                  <Reasons reasons={pattern.lookedFor} />
                </>
              ) : null}
              <h3>{t('unknown')}</h3>
              <Reasons reasons={pattern.unknown} />
            </section>
          </div>
          <section className="card stack-small">
            <h2>{t('detect:signs.title')}</h2>
            <Reasons reasons={pattern.signs} />
          </section>
          <SignsToJudge pattern={pattern} />
        </div>
        <Verdict pattern={pattern} />
      </div>
      <Evidence pattern={pattern} />
    </>
  )
}

/** What keeps a pattern of too little evidence from being shown: each rule that it does not meet, in words. */
function NotShown({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  if (pattern.state === 'shown') return null
  return (
    <Notice tone="clock">
      <strong>{t('whyNotShown')}</strong>
      {pattern.notShown.length > 0 ? <Reasons reasons={pattern.notShown} /> : <p>{t('view.notEnoughWhy')}</p>}
    </Notice>
  )
}

/** What a reviewer did that made this pattern, or that put others in its place; either can be taken back. */
function Regrouped({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-review')
  const { instant } = useReading()
  const nameOf = useNameOf()
  const may = useMay()
  const undo = useRegroupUndo()
  const done = pattern.replaced ?? pattern.made
  if (done === null) return null
  const isReplaced = pattern.replaced !== null
  const others = isReplaced ? done.into : done.patterns
  return (
    <Notice tone="accent">
      <p>
        <strong>{t(isReplaced ? `replaced.${done.kind}` : `made.${done.kind}`)}</strong>{' '}
        {others.map((id) => (
          <Link key={id} to="/patterns/$id" params={{ id }} className="mono regrouped-link">
            {shortName(id)}
          </Link>
        ))}
      </p>
      <p className="small" dir="auto">
        {done.reason}
        <span className="quiet">
          {' '}
          – {nameOf(done.decidedBy)}, {instant(done.decidedAt)}
        </span>
      </p>
      {isReplaced ? null : <p className="small quiet">{t('made.what')}</p>}
      {may('pattern', 'create') ? (
        <Button size="compact-sm" variant="light" loading={undo.isPending} onClick={() => undo.mutate(done)}>
          {t('undo.action')}
        </Button>
      ) : null}
    </Notice>
  )
}

const tabs = ['wordings', 'links', 'time', 'places', 'posts'] as const

function Evidence({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  const navigate = useNavigate()
  const search: { tab?: string } = useSearch({ strict: false })
  const tab = tabs.find((id) => id === search.tab) ?? 'wordings'
  const go = (next: string): void =>
    void navigate({
      to: '/patterns/$id',
      params: { id: pattern.id },
      search: { tab: next },
      replace: true,
      resetScroll: false,
    })
  useKeys(
    tabs.map((id, i) => ({
      keys: `${i + 1}`,
      label: t(`tab.${id}`),
      group: t('wb-review:keys'),
      run: () => go(id),
    })),
  )
  return (
    <Tabs value={tab} onChange={(next) => next && go(next)} keepMounted={false}>
      <Tabs.List mb="md">
        {tabs.map((id) => (
          <Tabs.Tab key={id} value={id}>
            {t(`tab.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="wordings">
        <Wordings pattern={pattern} />
      </Tabs.Panel>
      <Tabs.Panel value="links">
        <Suspense fallback={<Lines />}>
          <EvidenceGraph graph={pattern.graph} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="time">
        <InTime pattern={pattern} />
      </Tabs.Panel>
      <Tabs.Panel value="places">
        <Suspense fallback={<Lines />}>
          <InPlace places={pattern.placesInTime} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="posts">
        <Posts pattern={pattern} />
      </Tabs.Panel>
    </Tabs>
  )
}
