import { Button, Textarea } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportDetail } from '#intake'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'

/** The talk with whoever reported: they read it when they come back with their code. */
export function Talk({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-reports')
  const { instant } = useReading()
  const may = useMay()
  // Locked, nothing is known of it: 'no messages yet' would be untrue.
  if (report.locked) return null
  return (
    <section className="card stack-small">
      <h2>{t('talk.title')}</h2>
      {report.messages.length === 0 ? <p className="quiet">{t('talk.none')}</p> : null}
      <div className="report-talk">
        {report.messages.map((message) => (
          <div key={message.id} className={`report-message report-message-${message.from}`}>
            <span dir="auto" data-private="">
              {message.text}
            </span>
            <div className="tiny quiet">
              {t(`talk.from.${message.from}`)} · {instant(message.at)}
              {message.from === 'team' ? ` · ${t(message.read ? 'talk.read' : 'talk.notRead')}` : ''}
            </div>
          </div>
        ))}
      </div>
      {may('report', 'update') ? <Write report={report} /> : null}
    </section>
  )
}

function Write({ report }: { report: ReportDetail }) {
  const { t } = useTranslation('wb-reports')
  const { languageName } = useReading()
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  // The id is made once for each message, so that sending it twice on a bad line keeps one.
  const [messageId, setMessageId] = useState(() => crypto.randomUUID())
  const send = useDeed({
    run: () => api.post(`/intake/reports/${part(report.id)}/messages`, { text, messageId }),
    done: () => t('talk.sent'),
    renew: [['reports']],
    after: () => {
      setText('')
      setMessageId(crypto.randomUUID())
    },
  })
  useKeys([
    {
      keys: 'a',
      label: t('talk.write'),
      group: t('workbench:found.report'),
      run: () => field.current?.focus(),
    },
  ])
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}
    >
      <Textarea
        ref={field}
        label={t('talk.write')}
        description={t('talk.hint', { language: languageName(report.language) })}
        autosize
        minRows={3}
        dir="auto"
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          loading={send.isPending}
          disabled={text.trim() === ''}
          leftSection={<IconSend size={16} aria-hidden />}
        >
          {t('talk.send')}
        </Button>
      </div>
    </form>
  )
}
