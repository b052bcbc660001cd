import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { useReading } from '../../ui/reading.ts'
import './patterns.css'

type Family = PatternDetail['lineage'][number]
type Happening = Family['events'][number]
const marks: Readonly<Record<Happening['kind'], string>> = {
  born: 'M0-7A7 7 0 1 1 0 7A7 7 0 1 1 0-7Z',
  changed: 'M0-9 9 0 0 9-9 0Z',
  moved: 'M-8-7 8 0-8 7Z',
  died: 'M-6-6H6V6H-6Z',
}

/** The life of each family of texts, in order of time: born, changed, moved, died. */
export function Lives({ lineage }: { lineage: readonly Family[] }) {
  const { t } = useTranslation(['wb-review', 'wb-patterns'])
  const { count, day } = useReading()
  if (lineage.length === 0) return null
  return (
    <section className="card stack-small">
      <h2>{t('life.title')}</h2>
      <p className="small quiet">{t('life.what')}</p>
      <div className="lives">
        {lineage.slice(0, 12).map((family) => (
          <article key={family.family} aria-label={t('life.family', { name: family.family.slice(0, 6) })}>
            <h3>
              {t('life.family', { name: family.family.slice(0, 6) })}{' '}
              <span className="quiet small">
                · {t('wb-patterns:graph.posts', { count: family.posts, shown: count(family.posts) })} ·{' '}
                {t(family.alive ? 'life.alive' : 'life.silent')}
              </span>
            </h3>
            <ol className="life">
              {family.events.slice(0, 30).map((event) => (
                <li key={`${event.kind} ${event.at} ${event.edition}`} data-kind={event.kind}>
                  <svg aria-hidden viewBox="-10 -10 20 20" className="life-mark">
                    <path d={marks[event.kind]} />
                  </svg>
                  <span className="nowrap quiet small">{day(event.at)}</span> <Said event={event} />
                </li>
              ))}
            </ol>
          </article>
        ))}
      </div>
    </section>
  )
}

function Said({ event }: { event: Happening }) {
  const { t } = useTranslation(['wb-review', 'wb-patterns'])
  const wording = (name: string): string => t('wb-patterns:wordingName', { name: name.slice(0, 6) })
  if (event.kind === 'moved')
    return <span dir="auto">{t('life.moved', { from: event.from, to: event.to })}</span>
  if (event.kind === 'changed')
    return <span>{t('life.changed', { from: wording(event.from), to: wording(event.edition) })}</span>
  return <span>{t(`life.${event.kind}`)}</span>
}
