import './patterns.css'
import { Tabs } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { Badge, Figures, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { EvidenceGraph } from './graph.tsx'
import { InTime } from './in-time.tsx'
import { Kinds, Reasons, Review } from './marks.tsx'
import { shortName, usePattern } from './pattern-queries.ts'
import { Posts } from './posts.tsx'
import { Verdict } from './verdict.tsx'
import { Wordings } from './wordings.tsx'

// The map is the heaviest part of the workbench: it is loaded when its tab is opened.
const InPlace = lazy(() => import('./in-place.tsx').then((module) => ({ default: module.InPlace })))

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
        >
          <Shown pattern={pattern} />
        </Page>
      )}
    </Answer>
  )
}

function Shown({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation(['wb-patterns', 'detect'])
  const { count, small, day } = useReading()
  return (
    <>
      <div className="columns columns-side">
        <div className="stack">
          <section className="card stack-small">
            <div className="row-between">
              <h2>{t('why')}</h2>
              <Kinds kinds={pattern.kinds} />
            </div>
            <Reasons reasons={pattern.why} />
            <Figures
              items={[
                { label: t('column.q'), value: small(pattern.q) },
                { label: t('column.posts'), value: count(pattern.size) },
                { label: t('column.first'), value: <span className="small">{day(pattern.firstAt)}</span> },
                { label: t('column.last'), value: <span className="small">{day(pattern.lastAt)}</span> },
              ]}
            />
          </section>
          <section className="card stack-small">
            <h2>{t('against')}</h2>
            {pattern.against.length > 0 ? (
              <Reasons reasons={pattern.against} />
            ) : (
              <p className="quiet">{t('againstNone')}</p>
            )}
            {pattern.asked.length > 0 ? (
              <>
                <h3>{t('asked')}</h3>
                <Reasons reasons={pattern.asked} />
              </>
            ) : null}
          </section>
        </div>
        <Verdict pattern={pattern} />
      </div>
      <Evidence pattern={pattern} />
    </>
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
        <Wordings templates={pattern.templates} />
      </Tabs.Panel>
      <Tabs.Panel value="links">
        <EvidenceGraph graph={pattern.graph} />
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
