import { Button, FileButton } from '@mantine/core'
import { IconAddressBook, IconFileImport, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Partner } from '#cases'
import { type Column, List } from '../../ui/list.tsx'
import { Badge, Page } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { api } from '../api.ts'
import { usePartners } from '../cases/plan/plan-queries.ts'
import { ErasedCopies } from './erased-copies.tsx'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { LinkTable } from './link-table.tsx'
import { PartnerDialog } from './partner-dialog.tsx'

/** Who helps, with what, whom: the own directory. An administrator says here which partner reads in this installation. */
export function PartnersPage() {
  const { t } = useTranslation('wb-plan')
  const may = useMay()
  const isAdministrator = may('partner', 'link')
  const [editing, setEditing] = useState<Partner | 'new'>()
  const bring = useDeed({
    run: async (file: File) =>
      api.post<{ added: number; changed: number; there: number }>('/cases/partners/imports', {
        csv: await file.text(),
      }),
    done: (counts) => t('partner.imported', counts),
    renew: [['partners']],
  })
  return (
    <Page
      title={t('workbench:place.partners')}
      lead={t(isAdministrator ? 'partner.linkLead' : 'partner.lead')}
      actions={
        isAdministrator ? null : (
          <>
            <FileButton accept="text/csv,.csv" onChange={(file) => file && bring.mutate(file)}>
              {(button) => (
                <Button
                  {...button}
                  variant="default"
                  loading={bring.isPending}
                  leftSection={<IconFileImport size={17} aria-hidden />}
                >
                  {t('partner.import')}
                </Button>
              )}
            </FileButton>
            <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEditing('new')}>
              {t('partner.add')}
            </Button>
          </>
        )
      }
    >
      {isAdministrator ? null : <ErasedCopies />}
      {isAdministrator ? <LinkTable /> : <Directory open={setEditing} add={() => setEditing('new')} />}
      {editing ? (
        <PartnerDialog
          partner={editing === 'new' ? undefined : editing}
          close={() => setEditing(undefined)}
        />
      ) : null}
    </Page>
  )
}

function Directory({ open, add }: { open: (partner: Partner) => void; add: () => void }) {
  const { t } = useTranslation('wb-plan')
  const { languageName, country, day } = useReading()
  const partners = usePartners()
  const columns: Column<Partner>[] = [
    {
      id: 'name',
      header: t('partner.name'),
      value: (one) => one.name,
      cell: (one) => (
        <Button variant="subtle" size="compact-sm" onClick={() => open(one)}>
          <span dir="auto">{one.name}</span>
        </Button>
      ),
    },
    { id: 'kind', header: t('partner.kind'), value: (one) => t(`partnerKind.${one.kind}`) },
    {
      id: 'services',
      header: t('partner.services'),
      value: (one) => one.services.map(({ type }) => t(`service.${type}`)).join(', '),
    },
    {
      id: 'languages',
      header: t('need.languages'),
      value: (one) =>
        [...new Set(one.services.flatMap(({ languages }) => languages))].map(languageName).join(', '),
    },
    {
      id: 'where',
      header: t('partner.where'),
      value: (one) => [one.area, one.country ? country(one.country) : ''].filter(Boolean).join(', '),
    },
    {
      id: 'agreement',
      header: t('partner.agreement'),
      value: (one) => one.agreementUntil,
      cell: (one) => (
        <Badge tone={one.agreement === 'in_force' ? 'accent' : one.agreement === 'ended' ? 'clock' : 'plain'}>
          {one.agreementUntil
            ? t(`agreement.${one.agreement}`) + ` · ${day(one.agreementUntil)}`
            : t('agreement.none')}
        </Badge>
      ),
    },
    {
      id: 'reads',
      header: t('partner.readsHere'),
      value: (one) => one.readsHere,
      cell: (one) => t(one.readsHere ? 'partner.yes' : 'partner.byHand'),
    },
  ]
  return (
    <Answer query={partners}>
      {(rows) => (
        <List
          name={t('workbench:place.partners')}
          file="partners"
          rows={rows}
          id={(one) => one.id}
          columns={columns}
          sort={{ by: 'name', down: false }}
          facets={[
            {
              id: 'kind',
              label: t('partner.kind'),
              value: (one) => one.kind,
              name: (id) => t(`partnerKind.${id}`),
            },
          ]}
          empty={
            <Empty
              title={t('partner.empty')}
              icon={<IconAddressBook size={22} />}
              action={<Button onClick={add}>{t('partner.add')}</Button>}
            >
              {t('partner.emptyWhy')}
            </Empty>
          }
        />
      )}
    </Answer>
  )
}
