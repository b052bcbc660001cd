import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { DialogForm } from '../cases/dialog-form.tsx'
import { useDeed } from '../deeds.tsx'

type Left = { left: number }

/** Asks until every report is wrapped, saying after each part how many are left. */
function useWrapping(first: '/intake/keys/door' | '/intake/keys/door/rewrap', after: () => void) {
  const { t } = useTranslation('wb-desk')
  const [left, setLeft] = useState<number>()
  const wrap = useDeed({
    run: async () => {
      let answer = await api.post<Left>(first)
      while (answer.left > 0) {
        setLeft(answer.left)
        answer = await api.post<Left>('/intake/keys/door/rewrap')
      }
      return answer
    },
    done: () => t('door.done'),
    renew: [['reports']],
    after,
  })
  return { left, wrap }
}

/**
 * After a recipient has left: a new door key, and every report wrapped to it, as long as it takes. Where that was stopped
 * half-way, or another left out what names them, `older` reports are left, and it goes on.
 */
export function RenewDoor({ older }: { older: number }) {
  const { t } = useTranslation('wb-desk')
  const [isAsking, setAsking] = useState(false)
  const renew = useWrapping('/intake/keys/door', () => setAsking(false))
  const goOn = useWrapping('/intake/keys/door/rewrap', () => undefined)
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
      {older > 0 && !isAsking ? (
        <div className="stack-small" role="status">
          <p className="small">{t('door.older', { left: goOn.left ?? older })}</p>
          <div>
            <Button size="compact-sm" loading={goOn.wrap.isPending} onClick={() => goOn.wrap.mutate()}>
              {t('door.goOn')}
            </Button>
          </div>
        </div>
      ) : null}
      {isAsking ? (
        <DialogForm
          title={t('door.renew')}
          close={() => setAsking(false)}
          keep={() => renew.wrap.mutate()}
          isKeeping={renew.wrap.isPending}
          action={t('door.action')}
        >
          <p>{t('door.what')}</p>
          {renew.left === undefined ? null : <p role="status">{t('door.left', { left: renew.left })}</p>}
        </DialogForm>
      ) : null}
    </>
  )
}
