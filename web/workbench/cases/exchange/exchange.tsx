import { Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { NotHere } from '../../shell/faults.tsx'
import { useMay } from '../../session.ts'
import { BringIn } from './bring-in.tsx'
import { HandOn } from './hand-on.tsx'
import '../cases.css'
import './exchange.css'

/** Cases of another system come in under the data standard, and leave under it as far as each person agreed. */
export function ExchangePage() {
  const { t } = useTranslation('wb-exchange')
  const may = useMay()
  const [brings, hands] = [may('case_import', 'create'), may('referral', 'create')]
  if (!brings && !hands) return <NotHere />
  return (
    <Page
      title={t('workbench:place.exchange')}
      lead={t('lead')}
      back={{ to: '/cases', label: t('workbench:place.cases') }}
    >
      <Tabs defaultValue={brings ? 'in' : 'out'} keepMounted={false}>
        <Tabs.List>
          {brings ? <Tabs.Tab value="in">{t('tab.in')}</Tabs.Tab> : null}
          {hands ? <Tabs.Tab value="out">{t('tab.out')}</Tabs.Tab> : null}
        </Tabs.List>
        {brings ? (
          <Tabs.Panel value="in" pt="lg">
            <BringIn />
          </Tabs.Panel>
        ) : null}
        {hands ? (
          <Tabs.Panel value="out" pt="lg">
            <HandOn />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </Page>
  )
}
