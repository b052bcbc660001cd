import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Answer } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import '../cases/cases.css'
import { useDeed } from '../deeds.tsx'

type Links = {
  organisations: { id: string; name: string; kind: string }[]
  partners: { id: string; name: string; organisation: string | null }[]
}

/** Which partner is which organisation of this installation: only then can it read what it is given. */
export function LinkTable() {
  const { t } = useTranslation('wb-plan')
  const found = useQuery({
    queryKey: ['partners', 'links'],
    queryFn: ({ signal }) => api.get<Links>('/cases/partners/organisations', { signal }),
  })
  const link = useDeed({
    run: ({ id, organisation }: { id: string; organisation: string | null }) =>
      api.put(`/cases/partners/${part(id)}/organisation`, { organisation }),
    done: () => t('workbench:state.saved'),
    renew: [['partners']],
  })
  return (
    <section className="card card-flush" aria-label={t('workbench:place.partners')}>
      <Answer query={found}>
        {({ organisations, partners }) =>
          partners.length === 0 ? (
            <p className="case-line quiet">{t('partner.empty')}</p>
          ) : (
            <ul className="plain-list">
              {partners.map((partner) => (
                <li key={partner.id} className="case-line">
                  <strong dir="auto">{partner.name}</strong>
                  <Select
                    size="xs"
                    aria-label={t('partner.organisationOf', { partner: partner.name })}
                    placeholder={t('partner.byHand')}
                    clearable
                    data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
                    value={partner.organisation}
                    onChange={(organisation) => link.mutate({ id: partner.id, organisation })}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}
