import { Select, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCircleHalf2, IconMinus, IconQuestionMark, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { GapMatrixAnswer, GapMatrixCell } from '#law'
import { useReading } from '../../ui/reading.ts'
import { Answer } from '../../ui/states.tsx'
import { useGapMatrix } from './asking.ts'
import { useLawWords } from './law-words.ts'

const marks: Readonly<Record<GapMatrixCell['result'], ReactNode>> = {
  met: <IconCheck size={15} aria-hidden />,
  partly: <IconCircleHalf2 size={15} aria-hidden />,
  missing: <IconX size={15} aria-hidden />,
  unknown: <IconQuestionMark size={13} aria-hidden />,
}

/** Every duty against every law: where many lack the same, and who has what another lacks. */
export function GapMatrix({ on, of }: { on: string; of: string }) {
  const [treaty, setTreaty] = useState('UN_TIP_PROTOCOL')
  const { t } = useLawWords()
  const matrix = useGapMatrix(on, treaty)
  return (
    <section className="card card-flush" aria-label={t('gaps.matrix')}>
      <div className="card-head stack-small">
        <h2>{t('gaps.matrix')}</h2>
        <p className="small quiet">{t('gaps.matrixHow')}</p>
        <Select
          size="sm"
          label={t('gaps.treaty')}
          w="min(20rem, 100%)"
          allowDeselect={false}
          data={['UN_TIP_PROTOCOL', 'COE_197', 'EU_2011_36', 'ILO_P29', 'ILO_C29', 'CRC_OPSC', 'UNTOC']}
          value={treaty}
          onChange={(next) => next && setTreaty(next)}
        />
      </div>
      <Answer query={matrix}>{(answer) => <Table answer={answer} of={of} />}</Answer>
    </section>
  )
}

// Where nothing is known there is nothing to check.
const isDraft = ({ result, verified }: GapMatrixCell): boolean => !verified && result !== 'unknown'

function Table({ answer, of }: { answer: GapMatrixAnswer; of: string }) {
  const { t } = useLawWords()
  const { country } = useReading()
  const say = (cell: GapMatrixCell | null): string =>
    cell ? `${t(`gap.${cell.result}`)}${isDraft(cell) ? `, ${t('gaps.unchecked')}` : ''}` : '–'
  return (
    <div className="law-scroll" tabIndex={0} role="region" aria-label={t('gaps.matrix')}>
      <table className="law-matrix">
        <thead>
          <tr>
            <th scope="col">{t('gaps.asks')}</th>
            {answer.jurisdictions.map(({ id }) => (
              <th key={id} scope="col" data-chosen={id === of || undefined}>
                <Link to="/law" search={{ tab: 'gaps', of: id }} title={country(id)} className="text-ltr">
                  {id}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.obligations.map((one) => (
            <tr key={one.obligation}>
              <th scope="row">
                <span className="text-ltr nowrap" lang="en">
                  {one.article}
                </span>{' '}
                <span className="quiet">{t(`strength.${one.strength}`)}</span>
                <span className="law-asks" lang="en" dir="auto">
                  {one.asks}
                </span>
              </th>
              {one.cells.map((cell, index) => {
                const id = answer.jurisdictions[index]?.id ?? ''
                return (
                  <td
                    key={id}
                    data-result={cell?.result}
                    data-draft={(cell && isDraft(cell)) || undefined}
                    data-chosen={id === of || undefined}
                    title={`${country(id)}: ${say(cell)}`}
                  >
                    {cell ? marks[cell.result] : <IconMinus size={13} aria-hidden />}
                    <VisuallyHidden>{say(cell)}</VisuallyHidden>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="law-legend small">
        {(['met', 'partly', 'missing', 'unknown'] as const).map((result) => (
          <li key={result}>
            <span className="law-cell" data-result={result}>
              {marks[result]}
            </span>{' '}
            {t(`gap.${result}`)}
          </li>
        ))}
        <li>
          <span className="law-cell" data-draft /> {t('gaps.unchecked')}
        </li>
      </ul>
    </div>
  )
}
