import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Change } from '#law'
import { type Column, List } from '../../ui/list.tsx'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { useChanges } from './asking.ts'
import { Cite } from './cite.tsx'
import { useLawWords } from './law-words.ts'

// Laws of trafficking begin with the Palermo Protocol; from there on a country's whole history fits one list.
const start = '2000-01-01'

/** What changed of the law between two days, and what the catalogue itself learnt or took back meanwhile. */
export function Changes({ jurisdiction, until }: { jurisdiction: string; until: string }) {
  const { t } = useLawWords()
  const [since, setSince] = useState(start)
  const [everywhere, setEverywhere] = useState(false)
  const answer = useChanges({ since, until, jurisdiction: everywhere ? undefined : jurisdiction })
  const { country, day } = useReading()
  const columns: Column<Change>[] = [
    {
      id: 'day',
      header: t('changes.day'),
      value: (one) => one.day,
      cell: (one) => <span className="nowrap">{day(one.day)}</span>,
    },
    { id: 'country', header: t('ask.jurisdiction'), value: (one) => country(one.jurisdiction) },
    {
      id: 'what',
      header: t('changes.what'),
      value: (one) => t(`changes.${one.what}`),
      cell: (one) => (
        <Badge tone={one.what === 'ended' ? 'clock' : 'accent'}>{t(`changes.${one.what}`)}</Badge>
      ),
    },
    { id: 'kind', header: t('changes.kind'), value: (one) => t(`changes.kinds.${one.kind}`) },
    {
      id: 'title',
      header: t('changes.of'),
      value: (one) => one.title,
      cell: (one) => <Title change={one} />,
    },
    {
      id: 'before',
      header: t('changes.before'),
      value: (one) => one.before?.paraphrase ?? '',
      cell: (one) => <Version cite={one.before} />,
    },
    {
      id: 'after',
      header: t('changes.after'),
      value: (one) => one.after?.paraphrase ?? '',
      cell: (one) => <Version cite={one.after} />,
    },
  ]
  return (
    <div className="stack">
      <div className="law-ask">
        <TextInput
          type="date"
          label={t('changes.since')}
          value={since}
          onChange={(event) => event.currentTarget.value && setSince(event.currentTarget.value)}
        />
        <Checkbox
          label={t('changes.everywhere')}
          checked={everywhere}
          onChange={(event) => setEverywhere(event.currentTarget.checked)}
          mb={8}
        />
      </div>
      <Answer query={answer}>
        {(found) => (
          <>
            <List
              name={t('tab.changes')}
              file={`law-changes-${since}`}
              rows={found.changes}
              id={(one) => `${one.jurisdiction} ${one.kind} ${one.id} ${one.day} ${one.what}`}
              columns={columns}
              facets={[
                {
                  id: 'kind',
                  label: t('changes.kind'),
                  value: (one) => one.kind,
                  name: (id) => t(`changes.kinds.${id}`),
                },
                {
                  id: 'what',
                  label: t('changes.what'),
                  value: (one) => one.what,
                  name: (id) => t(`changes.${id}`),
                },
              ]}
              empty={<Empty title={t('changes.none')}>{t('changes.noneWhy')}</Empty>}
            />
            {found.corrections.length > 0 ? (
              <details className="card">
                <summary className="law-summary">
                  {t('changes.corrections', { count: found.corrections.length })}
                </summary>
                <ul className="small">
                  {found.corrections.map((one) => (
                    <li key={`${one.jurisdiction} ${one.id} ${one.what}`}>
                      {day(one.day)} · {country(one.jurisdiction)} ·{' '}
                      <code className="text-ltr">{one.id}</code> · {t(`changes.corrected.${one.what}`)}
                    </li>
                  ))}
                </ul>
              </details>
            ) : null}
            <p className="small quiet">{t('disclaimer')}</p>
          </>
        )}
      </Answer>
    </div>
  )
}

function Title({ change }: { change: Change }) {
  const { right } = useLawWords()
  return change.kind === 'right' ? (
    right(change.title)
  ) : (
    <span lang="en" dir="auto">
      {change.title}
    </span>
  )
}

function Version({ cite }: { cite: Change['before'] }) {
  if (!cite) return '–'
  return (
    <span className="small" lang="en" dir="auto">
      {cite.paraphrase} <Cite cite={cite} />
    </span>
  )
}
