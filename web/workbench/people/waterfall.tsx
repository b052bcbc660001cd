import './people.css'
import { useTranslation } from 'react-i18next'
import type { PairView } from '#detect'
import { useChance } from './chance.ts'

type Steps = { from: number; to: number }

/**
 * Why two records may tell of one person: from two drawn at random, field by field, to the sum. Each bar begins where the
 * one before ended; the figures beside it say the same.
 */
export function Waterfall({ waterfall }: { waterfall: PairView['waterfall'] }) {
  const { t } = useTranslation('wb-review')
  const chance = useChance()
  const bits = useBits()
  let sum = waterfall.priorBits
  const lines = waterfall.reasons.map((reason) => {
    const from = sum
    sum += reason.bits
    return { ...reason, from, to: sum }
  })
  const all = [0, waterfall.priorBits, waterfall.totalBits, ...lines.map(({ to }) => to)]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const bar = (steps: Steps) => <Bar {...steps} least={least} most={most} />
  return (
    <section className="card stack-small">
      <div className="scroll-x">
        <table className="waterfall">
          <thead>
            <tr>
              <th scope="col">{t('people.field')}</th>
              <th scope="col">{t('people.step')}</th>
              <th scope="col" className="end">
                {t('people.bits')}
              </th>
              <th scope="col" className="end">
                {t('people.running')}
              </th>
              <th aria-hidden className="waterfall-bars" />
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row" colSpan={2}>
                {t('people.prior')}
              </th>
              <td className="end number">{bits(waterfall.priorBits)}</td>
              <td className="end number quiet">{bits(waterfall.priorBits)}</td>
              <td aria-hidden>{bar({ from: 0, to: waterfall.priorBits })}</td>
            </tr>
            {lines.map((line) => (
              <tr key={line.field}>
                <th scope="row">{t(`field.${line.field}`, { defaultValue: line.field })}</th>
                <td>
                  {t(`step.${line.step}`, { defaultValue: line.step })}
                  {Math.abs(line.adjustmentBits) >= 0.05 ? (
                    <span className="tiny quiet block">
                      {t('people.rarity', { bits: bits(line.adjustmentBits) })}
                    </span>
                  ) : null}
                </td>
                <td className="end number">{bits(line.bits)}</td>
                <td className="end number quiet">{bits(line.to)}</td>
                <td aria-hidden>{bar(line)}</td>
              </tr>
            ))}
            <tr className="waterfall-total">
              <th scope="row">{t('people.total')}</th>
              <td>{t('people.chance', { chance: chance(waterfall.probability) })}</td>
              <td className="end number">{bits(waterfall.totalBits)}</td>
              <td />
              <td aria-hidden>{bar({ from: 0, to: waterfall.totalBits })}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p className="tiny quiet">{t('people.bitsWhat')}</p>
    </section>
  )
}

function Bar({ from, to, least, most }: Steps & { least: number; most: number }) {
  const width = Math.max(1e-9, most - least)
  const place = (value: number): number => (100 * (value - least)) / width
  return (
    <div className="bar">
      <div className="bar-zero" style={{ insetInlineStart: `${place(0)}%` }} />
      <div
        className={to >= from ? 'bar-for' : 'bar-against'}
        style={{
          insetInlineStart: `${place(Math.min(from, to))}%`,
          inlineSize: `max(2px, ${(100 * Math.abs(to - from)) / width}%)`,
        }}
      />
    </div>
  )
}

function useBits(): (value: number) => string {
  const { i18n } = useTranslation()
  const format = new Intl.NumberFormat(i18n.language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  return (value) => `\u2068${format.format(value)}\u2069`
}
