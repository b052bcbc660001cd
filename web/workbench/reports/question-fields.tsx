import { Checkbox, Radio, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Part, Question } from '#intake'

/** What was given to each part so far: where its answer goes, and the values chosen or typed. */
export type Given = Readonly<Record<string, readonly string[]>>
type Props = { question: Question; given: Given; give: (into: string, values: string[]) => void }

/** One question of the shared questionnaire in the words of staff; its data is the same as at the public door. */
export function QuestionFields({ question, given, give }: Props) {
  return question.parts.map((part) =>
    part.ask === 'notice' ? null : (
      <PartField
        key={part.into}
        part={part}
        values={given[part.into] ?? []}
        give={(values) => give(part.into, values)}
      />
    ),
  )
}

type Asked = Exclude<Part, { ask: 'notice' }>

function PartField(props: { part: Asked; values: readonly string[]; give: (values: string[]) => void }) {
  const { part, values, give } = props
  const { t } = useTranslation(['wb-desk', 'wb-reports', 'wb-cases'])
  const key = part.into.replace('.', '_')
  const label = t(`ask.${key}`)
  const name = useOptionName()
  if (part.ask === 'text') {
    const typed = {
      label,
      maxLength: part.most,
      dir: 'auto' as const,
      autoComplete: 'off',
      value: values[0] ?? '',
      'data-private': '',
    }
    return part.lines === 'many' ? (
      <Textarea
        {...typed}
        description={t('storyHint')}
        autosize
        minRows={4}
        onChange={(event) => give([event.currentTarget.value])}
      />
    ) : (
      <TextInput {...typed} onChange={(event) => give([event.currentTarget.value])} />
    )
  }
  if (part.ask === 'choice')
    return (
      <Radio.Group label={label} value={values[0] ?? ''} onChange={(value) => give([value])}>
        <div className="row enter-options">
          {[...part.options, ...part.unsaid].map((value) => (
            <Radio key={value} value={value} label={name(part, value)} />
          ))}
        </div>
      </Radio.Group>
    )
  return (
    <Checkbox.Group label={label} value={[...values]} onChange={give}>
      <div className="enter-ticks">
        {part.options.map((value) => (
          <Checkbox key={value} value={value} label={name(part, value)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

function useOptionName(): (part: Asked, value: string) => string {
  const { t } = useTranslation(['wb-desk', 'wb-reports', 'wb-cases'])
  return (part, value) => {
    if (part.ask === 'ticks') return t(`wb-cases:indicator.${value}`)
    if (part.ask === 'consents') return t(`wb-reports:share.${value}`)
    const group = part.into.split('.')[0]!
    return t(`wb-reports:${group}.${value}`, { defaultValue: t(`wb-reports:said.${value}`) })
  }
}
