import { Link } from '@tanstack/react-router'
import type { AssessAnswer } from '#law'
import { Badge } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Cite } from './cite.tsx'
import { useLawWords } from './law-words.ts'
import { rank, resultIcons } from './offences.tsx'

/** Where each offence stands now, in one line each; the whole table is a click away. */
export function Standing({ answer }: { answer: AssessAnswer }) {
  const { t } = useLawWords()
  const { day } = useReading()
  const offences = answer.offences.toSorted((a, b) => rank[a.result] - rank[b.result])
  return (
    <section className="card" aria-label={t('interview.standing')}>
      <div className="row-between">
        <h2>{t('interview.standing')}</h2>
        <Link to="/law" search={{ tab: 'assess', of: answer.jurisdiction }} className="small">
          {t('interview.elements')}
        </Link>
      </div>
      <ul className="law-standing">
        {offences.map((offence) => (
          <li key={offence.id}>
            <span lang="en" dir="auto">
              {offence.title} {offence.elements[0] ? <Cite cite={offence.elements[0].cite} /> : null}
            </span>
            <Badge
              tone={offence.result === 'made_out' ? 'accent' : 'plain'}
              icon={resultIcons[offence.result]}
            >
              {t(`result.${offence.result}`)}
            </Badge>
          </li>
        ))}
      </ul>
      <p className="tiny quiet">
        {t(`assess.on.${answer.onBecause}`, { day: day(answer.on) })} {t('disclaimer')}
      </p>
    </section>
  )
}
