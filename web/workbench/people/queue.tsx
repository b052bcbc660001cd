import './people.css'
import { Button, Modal } from '@mantine/core'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PeopleQueue } from '#detect'
import { step } from '../../ui/keys.ts'
import { Badge, Facts, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty, Lines } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { useChance } from './chance.ts'
import { Pair } from './pair.tsx'
import { usePeopleQueue } from './people-queries.ts'

type Queued = PeopleQueue['pairs'][number]

/** The pairs of a list beside the one that is open: which tell of one person? */
export function PeopleQueuePage() {
  const { t } = useTranslation('wb-review')
  const { id } = useParams({ strict: false }) as { id: string }
  const found = usePeopleQueue(id)
  return (
    <Answer query={found} loading={<Page title={t('people.title')}>{<Lines />}</Page>}>
      {(queue) => (
        <Page
          title={queue.title}
          back={{ to: '/people', label: t('people.title') }}
          lead={<span dir="auto">{queue.why}</span>}
          actions={<Erase queue={queue} />}
        >
          <Shown queue={queue} />
        </Page>
      )}
    </Answer>
  )
}

function Shown({ queue }: { queue: PeopleQueue }) {
  const { t } = useTranslation('wb-review')
  const { count, day } = useReading()
  const navigate = useNavigate()
  const search: { pair?: string } = useSearch({ strict: false })
  const at = queue.pairs.findIndex(({ id }) => id === search.pair)
  const go = (pair: string): void =>
    void navigate({
      to: '/people/$id',
      params: { id: queue.id },
      search: { pair },
      replace: true,
      resetScroll: false,
    })
  const walk = (by: 1 | -1): void => {
    const next = queue.pairs[step(queue.pairs.length, at, by)]
    if (next) go(next.id)
  }
  // After a verdict: on to what is still to be decided; what others' verdicts settle need not be opened.
  const goOn = (): void => {
    const open = ({ verdict, implied }: Queued): boolean => verdict === null && implied === null
    const next = queue.pairs.slice(at + 1).find(open)
    if (next) go(next.id)
  }
  const group = t('people.group')
  useKeys([
    { keys: 'j', label: t('people.nextPair'), group, run: () => walk(1) },
    { keys: 'k', label: t('people.previousPair'), group, run: () => walk(-1) },
  ])
  if (queue.pairs.length === 0)
    return (
      <section className="card card-flush">
        <Empty title={t('people.queueNone')} />
      </section>
    )
  return (
    <div className="people-queue">
      <div className="stack">
        <section className="card card-flush" aria-label={t('people.queue')}>
          <div className="card-head row-between">
            <h2>{t('people.queue')}</h2>
            <span className="quiet small number">{count(queue.pairs.length)}</span>
          </div>
          <ul className="pair-list">
            {queue.pairs.map((pair) => (
              <QueueLine
                key={pair.id}
                pair={pair}
                isOpen={pair.id === search.pair}
                open={() => go(pair.id)}
              />
            ))}
          </ul>
        </section>
        <Persons queue={queue} open={go} />
        <Facts
          items={[
            [t('people.records'), `${count(queue.records)} · ${queue.sources.join(', ')}`],
            [t('people.until'), day(queue.expiresOn)],
          ]}
        />
      </div>
      {at < 0 ? (
        <section className="card stack-small">
          <p>{t('people.openWhat')}</p>
          <p className="quiet small">{t('people.chanceWhat')}</p>
          <div>
            <Button onClick={() => walk(1)} rightSection={<kbd>j</kbd>}>
              {t('people.open')}
            </Button>
          </div>
        </section>
      ) : (
        <Pair key={search.pair} list={queue.id} pair={queue.pairs[at]!.id} next={goOn} />
      )}
    </div>
  )
}

function QueueLine({ pair, isOpen, open }: { pair: Queued; isOpen: boolean; open: () => void }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  const chance = useChance()
  const line = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isOpen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const called = (one: Queued['a']): string => t('people.record', { place: count(one.place) })
  return (
    <li>
      <button
        ref={line}
        type="button"
        className="pair-line"
        aria-current={isOpen ? 'true' : undefined}
        onClick={open}
      >
        <span>{t('people.pair', { a: called(pair.a), b: called(pair.b) })}</span>
        <span className="small quiet">{t('people.chance', { chance: chance(pair.chance) })}</span>
        {pair.implied === null ? null : (
          <span className="small quiet">{t(`people.implied.${pair.implied}`)}</span>
        )}
        {pair.verdict === null ? null : (
          <Badge tone={pair.verdict === 'same' ? 'accent' : 'plain'}>{t(`people.${pair.verdict}`)}</Badge>
        )}
      </button>
    </li>
  )
}

/** What people joined, and the links that hold it together: each can be opened and taken back. */
function Persons({ queue, open }: { queue: PeopleQueue; open: (pair: string) => void }) {
  const { t } = useTranslation('wb-review')
  const { count } = useReading()
  if (queue.persons.length === 0) return null
  return (
    <section className="card stack-small">
      <h2>{t('people.persons')}</h2>
      <p className="small quiet">{t('people.personsWhat')}</p>
      <ul className="plain-list">
        {queue.persons.map(({ records, links }) => (
          <li key={links.join()} className="row">
            <span>{records.map(({ place }) => t('people.record', { place: count(place) })).join(' + ')}</span>
            {links.map((link, i) => (
              <Button key={link} size="compact-xs" variant="light" onClick={() => open(link)}>
                {t('people.link', { place: count(i + 1) })}
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Erase({ queue }: { queue: PeopleQueue }) {
  const { t } = useTranslation('wb-review')
  const may = useMay()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const erase = useDeed({
    run: () => api.delete(`/detect/people/${part(queue.id)}`),
    done: () => t('people.erased'),
    renew: [['people', 'lists']],
    after: () => void navigate({ to: '/people' }),
  })
  if (!may('person_list', 'delete')) return null
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t('people.erase')}
      </Button>
      {isAsking ? (
        <Modal
          opened
          onClose={() => setAsking(false)}
          closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
          title={t('people.erase')}
        >
          <div className="stack-small">
            <p>{t('people.eraseWhat')}</p>
            <div className="row">
              <Button color="red" loading={erase.isPending} onClick={() => erase.mutate()}>
                {t('people.erase')}
              </Button>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('workbench:state.cancel')}
              </Button>
            </div>
          </div>
        </Modal>
      ) : null}
    </>
  )
}
