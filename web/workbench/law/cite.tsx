import './law.css'
import { Popover } from '@mantine/core'
import { IconCheck, IconPencil } from '@tabler/icons-react'
import type { Cite as Citation } from '#law'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { useLawWords } from './law-words.ts'

/** A citation: opens into what the provision says in our words, which version, and where it was read. */
export function Cite({ cite }: { cite: Citation }) {
  const { t } = useLawWords()
  const { day } = useReading()
  return (
    <Popover width={360} position="bottom-start" withArrow shadow="md" withinPortal>
      <Popover.Target>
        <button
          type="button"
          className="law-cite text-ltr"
          aria-label={t('cite.open', { number: cite.number })}
        >
          {cite.number}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="stack-small">
          <strong className="text-ltr" lang="en">
            {cite.instrument}, {cite.number}
          </strong>
          <p lang="en" dir="ltr">
            {cite.paraphrase}
          </p>
          <div className="row">
            <Confidence confidence={cite.confidence} />
            {cite.status === 'in_force' ? null : <Badge tone="clock">{t(`status.${cite.status}`)}</Badge>}
          </div>
          <p className="tiny quiet">
            {cite.version.to === null
              ? t('cite.since', { from: day(cite.version.from) })
              : t('cite.between', { from: day(cite.version.from), to: day(cite.version.to) })}
          </p>
          <p className="tiny quiet text-ltr" lang="en">
            {cite.source.text}
            {cite.source.url ? (
              <>
                {' · '}
                <a href={cite.source.url} target="_blank" rel="noreferrer noopener">
                  {new URL(cite.source.url).hostname}
                </a>
              </>
            ) : null}
          </p>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

/** How far a statement of the catalogue was checked against a text. */
export function Confidence({ confidence }: { confidence: Citation['confidence'] }) {
  const { t } = useLawWords()
  const isDraft = confidence === 'draft'
  return (
    <Badge
      tone={isDraft ? 'clock' : 'plain'}
      icon={isDraft ? <IconPencil size={13} aria-hidden /> : <IconCheck size={13} aria-hidden />}
    >
      {t(`confidence.${confidence}`)}
    </Badge>
  )
}
