import { IconCheck, IconCircleDashed, IconMessageOff, IconQuestionMark, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Mark } from '#cases'
import { MARKS } from './words.ts'

const icons = {
  yes: IconCheck,
  no: IconX,
  unknown: IconQuestionMark,
  declined: IconMessageOff,
  not_asked: IconCircleDashed,
} as const

/** An answer by its shape; beside words, or alone with its word for those who cannot see it. */
export function MarkShape({ mark, alone = false }: { mark: Mark; alone?: boolean }) {
  const { t } = useTranslation('wb-screening')
  const Shape = icons[mark]
  return alone ? (
    <Shape size={17} role="img" aria-label={t(`mark.${mark}`)} />
  ) : (
    <Shape size={15} aria-hidden />
  )
}

/** The five answers to one indicator; arrow keys move between them as in any group of radio buttons. */
export function MarkChoice(props: {
  name: string
  labelledBy: string
  value: Mark
  onChange: (mark: Mark) => void
}) {
  const { t } = useTranslation('wb-screening')
  return (
    <div role="radiogroup" aria-labelledby={props.labelledBy} className="mark-choice">
      {MARKS.map((mark) => (
        <label key={mark} data-mark={mark} data-chosen={props.value === mark || undefined}>
          <input
            type="radio"
            name={props.name}
            checked={props.value === mark}
            onChange={() => props.onChange(mark)}
          />
          <MarkShape mark={mark} />
          <span>{t(`mark.${mark}`)}</span>
        </label>
      ))}
    </div>
  )
}
