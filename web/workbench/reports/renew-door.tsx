import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DialogForm } from '../cases/dialog-form.tsx'
import { useDeed } from '../deeds.tsx'

type Left = { left: number }

/** After a recipient has left: a new door key, and every report wrapped to it, as long as it takes. */
export function RenewDoor() {
  const { t } = useTranslation('wb-desk')
  const [isAsking, setAsking] = useState(false)
  const [left, setLeft] = useState<number>()
  const renew = useDeed({
    run: async () => {
      let answer = await api.post<Left>('/intake/keys/door')
      while (answer.left > 0) {
        setLeft(answer.left)
        answer = await api.post<Left>('/intake/keys/door/rewrap')
      }
      return answer
    },
    done: () => t('door.done'),
    renew: [['reports']],
    after: () => setAsking(false),
  })
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconKey size={15} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('door.renew')}
      </Button>
      {isAsking ? (
        <DialogForm
          title={t('door.renew')}
          close={() => setAsking(false)}
          keep={() => renew.mutate()}
          isKeeping={renew.isPending}
          action={t('door.action')}
        >
          <p>{t('door.what')}</p>
          {left === undefined ? null : <p role="status">{t('door.left', { left })}</p>}
        </DialogForm>
      ) : null}
    </>
  )
}
