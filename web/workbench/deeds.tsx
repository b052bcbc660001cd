import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ApiError } from './api.ts'
import { useFault } from '../ui/states.tsx'

type Deed<Input, Output> = {
  run: (input: Input) => Promise<Output>
  /** What is told when it is done; absent: nothing is told. */
  done?: (output: Output, input: Input) => string
  /** How it is taken back; offered for ten seconds instead of asking 'are you sure' before. */
  undo?: (input: Input, output: Output) => Promise<unknown>
  /** What must be asked again afterwards: the beginnings of query keys. */
  renew?: readonly (readonly unknown[])[]
  after?: (output: Output, input: Input) => void
  /** Deeds of one queue wait for each other: quick answers to one thing are kept in turn. */
  queue?: string
}

/** Something a person does: told when done, can be taken back, and said plainly when it did not work. */
export function useDeed<Input = void, Output = unknown>(deed: Deed<Input, Output>) {
  const { t } = useTranslation('workbench')
  const answers = useQueryClient()
  const renew = (): void => {
    for (const queryKey of deed.renew ?? []) void answers.invalidateQueries({ queryKey })
  }
  const tellFault = (error: unknown): void => {
    if (error instanceof ApiError && error.problem.status === 401) return
    notifications.show({
      autoClose: 12_000,
      withBorder: true,
      color: 'yellow',
      closeButtonProps: { 'aria-label': t('state.close') },
      message: <FaultWords error={error} />,
    })
  }
  return useMutation<Output, unknown, Input>({
    mutationFn: deed.run,
    ...(deed.queue !== undefined && { scope: { id: deed.queue } }),
    onSuccess(output, input) {
      renew()
      deed.after?.(output, input)
      const words = deed.done?.(output, input)
      if (words === undefined) return
      const id = crypto.randomUUID()
      const takeBack = async (): Promise<void> => {
        notifications.hide(id)
        await deed.undo?.(input, output).catch(tellFault)
        renew()
      }
      notifications.show({
        id,
        autoClose: deed.undo ? 10_000 : 4_000,
        withBorder: true,
        closeButtonProps: { 'aria-label': t('state.close') },
        message: (
          <span className="row-between">
            {words}
            {deed.undo ? (
              <Button size="compact-sm" variant="light" onClick={() => void takeBack()}>
                {t('state.undo')}
              </Button>
            ) : null}
          </span>
        ),
      })
    },
    onError: tellFault,
  })
}

function FaultWords({ error }: { error: unknown }) {
  const { title, advice, code } = useFault(error)
  return (
    <div role="alert">
      <strong>{title}</strong>
      <p className="small">{advice}</p>
      <p className="tiny quiet text-ltr">{code}</p>
    </div>
  )
}
