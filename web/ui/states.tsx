import './states.css'
import { Button, Skeleton } from '@mantine/core'
import { IconInbox, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** Nothing here yet: what this place is for, and the first thing to do. */
export function Empty(props: { title: string; children?: ReactNode; action?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="state">
      <span className="state-icon" aria-hidden>
        {props.icon ?? <IconInbox size={22} />}
      </span>
      <h2>{props.title}</h2>
      {props.children ? <p className="quiet prose">{props.children}</p> : null}
      {props.action}
    </div>
  )
}

/** Something went wrong: what happened, what was kept, what to do. */
export function Failed({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const { t } = useTranslation('workbench')
  const { title, advice, code } = useFault(error)
  return (
    <div className="state state-failed" role="alert">
      <span className="state-icon" aria-hidden>
        <IconPlugConnectedX size={22} />
      </span>
      <h2>{title}</h2>
      <p className="quiet prose">{advice}</p>
      <p className="tiny quiet">
        {t('fault.code')} <code className="text-ltr">{code}</code>
      </p>
      {retry ? (
        <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
          {t('fault.tryAgain')}
        </Button>
      ) : null}
    </div>
  )
}

type Fault = { title: string; advice: string; code: string }

/** The words for a fault: by its code if we have them, else by the kind of status it came with. */
export function useFault(error: unknown): Fault {
  const { t, i18n } = useTranslation('workbench')
  return faultWords(error, t as (key: string) => string, (key) => i18n.exists(key, { ns: 'workbench' }))
}

function faultWords(error: unknown, t: (key: string) => string, exists: (key: string) => boolean): Fault {
  const problem = problemIn(error)
  if (!problem) {
    const code = error instanceof Error ? error.message : String(error)
    return { title: t('fault.page.title'), advice: t('fault.page.advice'), code: code.slice(0, 120) }
  }
  const byCode = `fault.codes.${problem.code.replaceAll('.', '-')}`
  if (exists(`${byCode}.title`)) {
    return { title: t(`${byCode}.title`), advice: t(`${byCode}.advice`), code: problem.code }
  }
  // An address cut off or mistyped: no value of a form is named `path …`.
  const kind = problem.message.startsWith('path ') ? 'missing' : kindOf(problem.status)
  return {
    title: t(`fault.${kind}.title`),
    advice: `${kind === 'refused' ? `${problem.message} ` : ''}${t(`fault.${kind}.advice`)}`,
    code: problem.code,
  }
}

function problemIn(error: unknown): { code: string; status: number; message: string } | undefined {
  if (!(error instanceof Error) || !('problem' in error)) return undefined
  return { message: error.message, ...(error.problem as { code: string; status: number }) }
}

function kindOf(status: number): string {
  if (status === 0) return 'unreachable'
  if (status === 401) return 'signedOut'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'missing'
  return status >= 500 ? 'server' : 'refused'
}

/** Grey lines where a page's content will be. */
export function Lines({ count = 5 }: { count?: number }) {
  const { t } = useTranslation('workbench')
  return (
    <div className="skeleton-lines" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  )
}

/** Shows what a query gave, or its loading or failed state. */
export function Answer<T>(props: {
  query: UseQueryResult<T>
  loading?: ReactNode
  children: (data: T) => ReactNode
}): ReactNode {
  const { query } = props
  if (query.data !== undefined) return props.children(query.data)
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />
  return props.loading ?? <Lines />
}
