import { useTranslation } from 'react-i18next'
import type { CopyContent } from '#cases'
import { Facts } from '../../../ui/page.tsx'
import { useReading } from '../../../ui/reading.ts'
import { useLawWords } from '../../law/law-words.ts'

/** A copy as the partner reads it: each part that was agreed to, and nothing else. */
export function CopyWords({ content }: { content: CopyContent }) {
  const { t } = useTranslation(['wb-plan', 'wb-cases'])
  const { country, day, languageName } = useReading()
  const { right: nameOf } = useLawWords()
  const unknown = t('workbench:state.unknown')
  const { name, contact, age, needs, screening, rights } = content
  const auto = (text: string | null | undefined) => <span dir="auto">{text || unknown}</span>
  return (
    <Facts
      items={[
        content.codeName !== undefined && [t('wb-cases:consent.field.code_name'), content.codeName],
        name && [
          t('wb-cases:consent.field.name'),
          auto([name.name, ...name.otherNames].filter(Boolean).join(', ')),
        ],
        contact && [
          t('wb-cases:consent.field.contact'),
          auto([contact.phone, contact.safeToContact].filter(Boolean).join(' · ')),
        ],
        age && [
          t('wb-cases:consent.field.age'),
          `${age.age ?? unknown} · ${t('wb-cases:open.child')} ${t(`wb-cases:childAnswer.${age.child}`)}`,
        ],
        content.nationality !== undefined && [
          t('wb-cases:consent.field.nationality'),
          content.nationality === null ? unknown : country(content.nationality),
        ],
        needs !== undefined && [
          t('wb-cases:consent.field.needs'),
          needs === null
            ? unknown
            : [
                t(`sex.${needs.sex}`),
                ...needs.languages.map(languageName),
                ...(needs.companions > 0 ? [`${t('need.companions')}: ${needs.companions}`] : []),
                t(`residence.${needs.status}`),
                ...needs.exploitation.map((id) => t(`exploitation.${id}`)),
                ...(needs.stepFree ? [t('need.stepFree')] : []),
                ...needs.offers.map((id) => t(`offer.${id}`)),
              ].join(', '),
        ],
        screening !== undefined && [
          t('wb-cases:consent.field.screening'),
          screening === null
            ? unknown
            : `${t(`wb-cases:decision.${screening.decision}`)} · ${day(screening.on)}`,
        ],
        rights !== undefined && [
          t('wb-cases:consent.field.rights'),
          <ul key="rights" className="case-items">
            {rights.map((right) => (
              <li key={right.kind + right.deadline}>
                {nameOf(right.kind)}
                {right.deadline ? ` · ${day(right.deadline)}` : ''}
              </li>
            ))}
          </ul>,
        ],
      ]}
    />
  )
}
