import { Button, TextInput } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Entered } from '#intake'
import { useReading } from '../../ui/reading.ts'
import { readBack } from './read-back.ts'

/** The code to read out, piece by piece, and a field for what the reporter reads back. */
export function TellCode({ entered, done }: { entered: Entered; done: () => void }) {
  const { t } = useTranslation('wb-desk')
  const { day } = useReading()
  const [heard, setHeard] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const back = readBack(entered.code, heard)
  return (
    <section className="card stack-small" aria-labelledby="tell-code">
      <h2 id="tell-code" ref={heading} tabIndex={-1}>
        {t(entered.again ? 'code.again' : 'code.kept')}
      </h2>
      <p>{t('code.readOut')}</p>
      <ol className="enter-code report-code text-ltr" data-private="">
        {entered.spoken.map((piece, i) => (
          <li key={`${i} ${piece}`}>{piece}</li>
        ))}
      </ol>
      <TextInput
        label={t('code.heard')}
        description={t('code.heardHint')}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        value={heard}
        onChange={(event) => setHeard(event.currentTarget.value)}
        error={back.state === 'wrong' ? t('code.wrong', { position: back.position }) : undefined}
      />
      <p role="status" className="small">
        {back.state === 'right' ? (
          <>
            <IconCheck size={16} aria-hidden /> {t('code.right')}
          </>
        ) : null}
      </p>
      <p className="small quiet">{t('code.answerBy', { day: day(entered.answerBy) })}</p>
      <div className="row">
        <Button onClick={done} variant={back.state === 'right' ? 'filled' : 'default'}>
          {t(back.state === 'right' ? 'code.done' : 'code.without')}
        </Button>
      </div>
    </section>
  )
}
