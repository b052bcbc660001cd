import { Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { UkDraftView } from '#cases'

/** One question of the Home Office's form, in its own English words. */
export function UkField(props: {
  field: UkDraftView['fields'][number]
  value: string
  isMissing: boolean
  isPrefilled: boolean
  onChange: (value: string) => void
}) {
  const { t } = useTranslation('wb-referral-uk')
  const { field, value } = props
  const label = (
    <span lang="en" dir="ltr">
      {field.label}
    </span>
  )
  const description =
    props.isPrefilled && value !== ''
      ? t('fromCase')
      : props.isMissing && value === ''
        ? t('asked')
        : undefined
  const shared = { id: `uk-${field.id}`, label, description }
  if (field.options) {
    return (
      <Radio.Group {...shared} value={value} onChange={props.onChange}>
        <div className="row referral-uk-options">
          {field.options.map((option) => (
            <Radio key={option} value={option} label={<span lang="en">{option.replaceAll('-', ' ')}</span>} />
          ))}
          <Radio value="" label={t('notAnswered')} />
        </div>
      </Radio.Group>
    )
  }
  const text = {
    ...shared,
    value,
    dir: 'auto',
    onChange: (event: { currentTarget: { value: string } }) => props.onChange(event.currentTarget.value),
  }
  if (field.long) return <Textarea {...text} autosize minRows={2} maxRows={12} maxLength={100_000} />
  return <TextInput {...text} type={field.id === 'pv-dob' ? 'date' : 'text'} maxLength={10_000} />
}
