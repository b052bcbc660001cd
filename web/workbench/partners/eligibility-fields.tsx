import { Checkbox, MultiSelect, NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { PartnerService } from '#cases'
import { exploitations } from '../cases/plan/need.tsx'

type Rule = PartnerService['eligibility']

/** Whom a shelter or a service takes; nothing chosen means anyone. */
export function EligibilityFields({ rule, change }: { rule: Rule; change: (rule: Rule) => void }) {
  const { t } = useTranslation('wb-plan')
  const set = (more: Partial<Rule>): void => change({ ...rule, ...more })
  const age = (value: string | number): number | null => (typeof value === 'number' ? value : null)
  return (
    <>
      <MultiSelect
        label={t('eligible.sexes')}
        placeholder={rule.sexes.length === 0 ? t('eligible.anyone') : ''}
        data={(['female', 'male', 'other'] as const).map((id) => ({ value: id, label: t(`sex.${id}`) }))}
        value={rule.sexes}
        onChange={(sexes) => set({ sexes: sexes as Rule['sexes'] })}
      />
      <div className="row">
        <NumberInput
          label={t('eligible.ageFrom')}
          min={0}
          max={120}
          value={rule.ageFrom ?? ''}
          onChange={(value) => set({ ageFrom: age(value) })}
        />
        <NumberInput
          label={t('eligible.ageTo')}
          min={0}
          max={120}
          value={rule.ageTo ?? ''}
          onChange={(value) => set({ ageTo: age(value) })}
        />
      </div>
      <MultiSelect
        label={t('eligible.statuses')}
        placeholder={rule.statuses.length === 0 ? t('eligible.anyone') : ''}
        data={(['citizen', 'permit', 'asylum', 'none'] as const).map((id) => ({
          value: id,
          label: t(`residence.${id}`),
        }))}
        value={rule.statuses}
        onChange={(statuses) => set({ statuses: statuses as Rule['statuses'] })}
      />
      <MultiSelect
        label={t('eligible.exploitation')}
        placeholder={rule.exploitation.length === 0 ? t('eligible.anyone') : ''}
        data={exploitations.map((id) => ({ value: id, label: t(`exploitation.${id}`) }))}
        value={rule.exploitation}
        onChange={(exploitation) => set({ exploitation: exploitation as Rule['exploitation'] })}
      />
      <Checkbox
        label={t('eligible.families')}
        checked={rule.families}
        onChange={(event) => set({ families: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('eligible.unaccompaniedChildren')}
        checked={rule.unaccompaniedChildren}
        onChange={(event) => set({ unaccompaniedChildren: event.currentTarget.checked })}
      />
    </>
  )
}
