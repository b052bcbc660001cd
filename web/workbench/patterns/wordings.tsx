import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { useReading } from '../../ui/reading.ts'
import './patterns.css'

type Template = PatternDetail['templates'][number]

/** The wordings of a pattern: what stays the same, what changes, and the texts laid over each other. */
export function Wordings({ templates }: { templates: readonly Template[] }) {
  const { t } = useTranslation('wb-patterns')
  if (templates.length === 0) return <p className="quiet">{t('wordings.none')}</p>
  return (
    <div className="stack">
      {templates.map((template) => (
        <Wording key={template.edition} template={template} />
      ))}
    </div>
  )
}

function Wording({ template }: { template: Template }) {
  const { t } = useTranslation('wb-patterns')
  const { day, count, percent } = useReading()
  return (
    <section className="card stack-small">
      <div className="row-between">
        <h2>{t('wordingName', { name: template.edition.slice(0, 6) })}</h2>
        <span className="small quiet">
          {t('graph.posts', { count: template.observations, shown: count(template.observations) })} ·{' '}
          {day(template.firstAt)} – {day(template.lastAt)} ·{' '}
          {t('wordings.saved', { share: percent(template.saved) })}
        </span>
      </div>
      <p className="template" dir="auto">
        {template.parts.map((part, index) =>
          part.kind === 'constant' ? (
            <span key={index}>{part.text} </span>
          ) : (
            <span
              key={index}
              className="template-slot"
              title={part.fillings.slice(0, 12).join(' · ')}
              data-private=""
            >
              {part.fillings.slice(0, 2).map(short).join(' · ')}
              {part.fillings.length > 2 ? ` +${count(part.fillings.length - 2)}` : ''}
            </span>
          ),
        )}
      </p>
      <details>
        <summary>{t('wordings.aligned', { count: template.aligned.length })}</summary>
        <table className="aligned">
          <tbody>
            {template.aligned.map((text) => (
              <tr key={text.id}>
                <td dir="auto" data-private="">
                  {text.pieces.map((piece, index) =>
                    template.parts[piece.part]?.kind === 'slot' ? (
                      <mark key={index}>{piece.text} </mark>
                    ) : (
                      <span key={index}>{piece.text} </span>
                    ),
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}

const longest = 40
const short = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)
