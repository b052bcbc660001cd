import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A dialog with one form: what is asked, keep, leave. */
export function DialogForm(props: {
  title: string
  close: () => void
  keep: () => void
  isKeeping: boolean
  /** Whether there is enough to keep. */
  isReady?: boolean
  action?: string
  children: ReactNode
}) {
  const { t } = useTranslation('workbench')
  return (
    <Modal
      opened
      onClose={props.close}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('state.close') }}
    >
      <form
        className="stack-small"
        onSubmit={(event) => {
          event.preventDefault()
          props.keep()
        }}
      >
        {props.children}
        <div className="row">
          <Button type="submit" loading={props.isKeeping} disabled={props.isReady === false}>
            {props.action ?? t('state.save')}
          </Button>
          <Button variant="default" onClick={props.close}>
            {t('state.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
