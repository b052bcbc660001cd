import './imports.css'
import { Button, Progress } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { part } from '../api.ts'
import { type LiveImport, useImports } from './source-queries.ts'

const counts = ['read', 'added', 'updated', 'unchanged', 'rejected'] as const

/** The last imports, running ones with how far they are; what was refused can be mended and sent again. */
export function Imports() {
  const { t } = useTranslation('wb-sources')
  const imports = useImports()
  return (
    <Answer query={imports}>
      {(runs) => (
        <section className="card card-flush" aria-label={t('tab.imports')}>
          {runs.length === 0 ? <Empty title={t('imports.none')}>{t('empty.what')}</Empty> : null}
          {runs.map((run) => (
            <Import key={run.id} run={run} />
          ))}
        </section>
      )}
    </Answer>
  )
}

function Import({ run }: { run: LiveImport }) {
  const { t } = useTranslation('wb-sources')
  const { count, instant, percent } = useReading()
  const tone = run.state === 'running' ? 'accent' : run.state === 'done' ? 'plain' : 'clock'
  return (
    <article className="import">
      <div className="row-between">
        <div>
          <strong className="text-ltr">{run.fileName}</strong>
          <p className="small quiet">
            {t(`format.${run.format}`, { defaultValue: run.format })} · {run.source} ·{' '}
            {instant(run.startedAt)}
          </p>
        </div>
        <Badge tone={tone}>{t(`state.${run.state}`)}</Badge>
      </div>
      {run.share === null ? null : (
        <Progress
          value={run.share * 100}
          size="md"
          aria-label={t('imports.progress', { share: percent(run.share) })}
        />
      )}
      <div className="import-counts" role={run.state === 'running' ? 'status' : undefined}>
        {counts.map((name) => (
          <span key={name}>
            <span className="quiet">{t(`count.${name}`)}</span>{' '}
            <span className="number">{count(run[name])}</span>
          </span>
        ))}
        <span>
          <span className="quiet">{t('count.seconds')}</span>{' '}
          <span className="number">{count(run.seconds)}</span>
        </span>
      </div>
      {run.problem ? (
        <Notice tone="clock">
          <span lang="en" dir="auto">
            {run.problem}
          </span>
        </Notice>
      ) : null}
      {run.notes.map((note) => (
        <p key={note} className="small quiet" lang="en" dir="auto">
          {note}
        </p>
      ))}
      {run.rejected > 0 ? <Rejects run={run} /> : null}
    </article>
  )
}

function Rejects({ run }: { run: LiveImport }) {
  const { t } = useTranslation('wb-sources')
  const { count } = useReading()
  return (
    <details>
      <summary>{t('rejects.title', { count: run.rejected, shown: count(run.rejected) })}</summary>
      <p className="small quiet">{t('rejects.what')}</p>
      <table className="import-rejects">
        <thead>
          <tr>
            <th>{t('rejects.row')}</th>
            <th>{t('rejects.field')}</th>
            <th>{t('rejects.found')}</th>
            <th>{t('rejects.expected')}</th>
          </tr>
        </thead>
        <tbody>
          {run.firstRejects.slice(0, 20).map((reject) => (
            <tr key={`${reject.row} ${reject.field}`}>
              <td className="number">{count(reject.row)}</td>
              <td>
                <code className="text-ltr">{reject.field}</code>
              </td>
              <td dir="auto">{reject.found}</td>
              <td lang="en" dir="auto">
                {reject.expected}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {run.rejectedFile === null ? null : (
        <Button
          component="a"
          href={`/api/sources/imports/${part(run.id)}/rejects`}
          download
          mt="xs"
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
        >
          {t('rejects.download')}
        </Button>
      )}
    </details>
  )
}
