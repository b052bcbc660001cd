import { Button } from '@mantine/core'
import { IconMapPinQuestion } from '@tabler/icons-react'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../ui/page.tsx'
import { Empty, Failed } from '../../ui/states.tsx'

/** An address that is no page. */
export function NotHere() {
  const { t } = useTranslation('workbench')
  return (
    <Page title={t('fault.notHere.title')}>
      <Empty
        title={t('fault.notHere.title')}
        icon={<IconMapPinQuestion size={22} />}
        action={
          <Button component={Link} to="/" variant="default">
            {t('place.today')}
          </Button>
        }
      >
        {t('fault.notHere.advice')}
      </Empty>
    </Page>
  )
}

/** A page that broke while it was drawn. */
export function PageFault({ error, reset }: ErrorComponentProps) {
  return <Failed error={error} retry={reset} />
}
