import './today.css'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { step } from '../../ui/keys.ts'
import { Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { useMay } from '../session.ts'
import { Asked, Breaches, Clocks, Leads, Patterns, Reports, Tasks, Warnings } from './needs.tsx'

/** What needs me now? Clocks, reports, warnings and leads that wait; nothing else. */
export function TodayPage() {
  const { t } = useTranslation('workbench')
  const { day } = useReading()
  const may = useMay()
  const body = useRef<HTMLDivElement>(null)
  const walk = (by: 1 | -1): void => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('.today-item') ?? [])]
    links[step(links.length, links.indexOf(document.activeElement as HTMLElement), by)]?.focus()
  }
  const group = t('place.today')
  useKeys([
    { keys: 'j', label: t('keys.next'), group, run: () => walk(1) },
    { keys: 'k', label: t('keys.previous'), group, run: () => walk(-1) },
  ])
  const casework = [
    may('report', 'read'),
    may('received', 'read'),
    may('task', 'read'),
    may('breach', 'read'),
    may('right', 'read'),
    may('lead', 'read'),
  ]
  const analysis = [may('warning', 'read'), may('pattern', 'read')]
  return (
    <Page title={t('question.today')} lead={day(new Date().toISOString())}>
      <div className="columns columns-two" ref={body}>
        {casework.some(Boolean) ? (
          <div className="stack">
            {may('report', 'read') ? <Reports /> : null}
            {may('received', 'read') ? <Asked /> : null}
            {may('task', 'read') ? <Tasks /> : null}
            {may('breach', 'read') ? <Breaches /> : null}
            {may('right', 'read') ? <Clocks /> : null}
            {may('lead', 'read') ? <Leads /> : null}
          </div>
        ) : null}
        {analysis.some(Boolean) ? (
          <div className="stack">
            {may('warning', 'read') ? <Warnings /> : null}
            {may('pattern', 'read') ? <Patterns /> : null}
          </div>
        ) : null}
        {[...casework, ...analysis].some(Boolean) ? null : (
          <p className="quiet">{t('today.nothingForRole')}</p>
        )}
      </div>
    </Page>
  )
}
