import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RegroupingView } from '#detect'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'

/** Takes a division or a joining back, and goes to what is there again. */
export function useRegroupUndo() {
  const { t } = useTranslation('wb-review')
  const navigate = useNavigate()
  return useDeed({
    run: ({ id }: RegroupingView) =>
      api.post<RegroupingView>(`/detect/regroupings/${part(id)}/undoing`, { reason: t('undo.usual') }),
    done: () => t('undo.done'),
    renew: [['patterns']],
    after: ({ patterns }) => void navigate({ to: '/patterns/$id', params: { id: patterns[0]! } }),
  })
}
