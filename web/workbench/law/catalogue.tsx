import type { Jurisdiction, JurisdictionSummary } from '#law'
import { type Column, List } from '../../ui/list.tsx'
import { Figures } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useCatalogueEntry, useJurisdictions } from './asking.ts'
import { Confidence } from './cite.tsx'
import { useLawWords } from './law-words.ts'

type Provision = Jurisdiction['provisions'][number]

/** What the catalogue holds of a country: each provision in our words, its dates and how far it was checked. */
export function CatalogueOf({ jurisdiction }: { jurisdiction: string }) {
  const { t } = useLawWords()
  const { count, day } = useReading()
  const entry = useCatalogueEntry(jurisdiction)
  const { data } = useJurisdictions()
  const columns: Column<Provision>[] = [
    {
      id: 'number',
      header: t('catalogue.number'),
      value: (one) => one.number,
      cell: (one) => <span className="text-ltr nowrap">{one.number}</span>,
    },
    {
      id: 'says',
      header: t('catalogue.says'),
      value: (one) => one.paraphrase,
      cell: (one) => (
        <span lang="en" dir="auto">
          {one.paraphrase}
        </span>
      ),
    },
    {
      id: 'from',
      header: t('catalogue.from'),
      value: (one) => one.from,
      cell: (one) => <span className="nowrap">{day(one.from)}</span>,
    },
    { id: 'status', header: t('catalogue.status'), value: (one) => t(`status.${one.status}`) },
    {
      id: 'checked',
      header: t('gaps.checked'),
      value: (one) => t(`confidence.${one.confidence}`),
      cell: (one) => <Confidence confidence={one.confidence} />,
    },
  ]
  const summary: JurisdictionSummary | undefined = data?.jurisdictions.find(({ id }) => id === jurisdiction)
  return (
    <Answer query={entry}>
      {(law) => (
        <div className="stack">
          {summary ? (
            <Figures
              items={[
                { label: t('catalogue.offences'), value: count(summary.offences) },
                { label: t('catalogue.rights'), value: count(summary.rights) },
                { label: t('confidence.draft'), value: count(summary.confidence.draft) },
                { label: t('confidence.sourced'), value: count(summary.confidence.sourced) },
                { label: t('confidence.reviewed'), value: count(summary.confidence.reviewed) },
              ]}
            />
          ) : null}
          <List
            name={t('tab.catalogue')}
            file={`law-${jurisdiction}`}
            rows={law.provisions}
            id={(one) => `${one.id} ${one.from}`}
            columns={columns}
            facets={[
              {
                id: 'checked',
                label: t('gaps.checked'),
                value: (one) => one.confidence,
                name: (id) => t(`confidence.${id}`),
              },
              {
                id: 'status',
                label: t('catalogue.status'),
                value: (one) => one.status,
                name: (id) => t(`status.${id}`),
              },
            ]}
          />
        </div>
      )}
    </Answer>
  )
}
