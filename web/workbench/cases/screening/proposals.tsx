import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreeningView } from '#cases'
import { Badge } from '../../../ui/page.tsx'
import { api, part } from '../../api.ts'
import { useDeed } from '../../deeds.tsx'
import { useLawWords } from '../../law/law-words.ts'
import { useIndicatorWords } from './words.ts'

/** Act, means and purpose as the marks show them; facts of the case only once a person confirms them. */
export function Proposals(props: { code: string; screening: ScreeningView; canConfirm: boolean }) {
  const { t } = useTranslation('wb-screening')
  const { fact } = useLawWords()
  const words = useIndicatorWords()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const { code, screening } = props
  const confirm = useDeed({
    run: () => api.post(`/cases/${part(code)}/screening/${part(screening.id)}/facts`, { facts: [...chosen] }),
    done: () => t('factsKept'),
    renew: [['cases', code]],
    after: () => setChosen([]),
  })
  if (screening.proposals.length === 0) return null
  return (
    <div className="stack-small">
      <h3>{t('proposes')}</h3>
      <p className="small quiet">{t('proposesWhy')}</p>
      <ul className="plain-list stack-small">
        {screening.proposals.map((proposal) => {
          const why = `${proposal.because.map(words).join(' · ')}${proposal.dimensions.length > 0 ? ` (${proposal.dimensions.map((id) => t(`group.${id}`)).join(' + ')})` : ''}`
          const label = `${t(`element.${proposal.fact.split('.')[0]}`)}: ${fact(proposal.fact)}`
          const isOpen = !proposal.confirmed && proposal.stated === null && props.canConfirm
          return (
            <li key={proposal.fact}>
              {isOpen ? (
                <Checkbox
                  label={label}
                  description={why}
                  checked={chosen.includes(proposal.fact)}
                  onChange={(event) =>
                    setChosen(
                      event.currentTarget.checked
                        ? [...chosen, proposal.fact]
                        : chosen.filter((one) => one !== proposal.fact),
                    )
                  }
                />
              ) : (
                <div>
                  <p className="row">
                    {label}{' '}
                    <Badge tone={proposal.stated === false ? 'clock' : 'accent'}>
                      {t(
                        proposal.confirmed
                          ? 'confirmed'
                          : proposal.stated === false
                            ? 'denied'
                            : proposal.stated
                              ? 'statedBefore'
                              : 'proposed',
                      )}
                    </Badge>
                  </p>
                  <p className="tiny quiet">{why}</p>
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {chosen.length > 0 ? (
        <div>
          <Button size="xs" loading={confirm.isPending} onClick={() => confirm.mutate()}>
            {t('confirm', { count: chosen.length })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
