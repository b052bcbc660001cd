import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'

/** Writes a note: a summary, never testimony word for word. */
export function WriteNote({ code }: { code: string }) {
  const { t } = useTranslation('wb-cases')
  const [text, setText] = useState('')
  const write = useDeed({
    run: () => api.post(`/cases/${part(code)}/notes`, { text }),
    done: () => t('note.kept'),
    renew: [['cases', code]],
    after: () => setText(''),
  })
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault()
        write.mutate()
      }}
    >
      <Textarea
        label={t('note.write')}
        description={t('note.hint')}
        autosize
        minRows={2}
        dir="auto"
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" size="sm" loading={write.isPending} disabled={text.trim() === ''}>
          {t('note.keep')}
        </Button>
      </div>
    </form>
  )
}
