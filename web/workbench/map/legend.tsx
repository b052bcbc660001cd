import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ReactNode } from 'react'

export type Shown = { hotspots: boolean; clusters: boolean; warnings: boolean; routes: boolean }

/** A rise is a triangle, an arrival a diamond: told apart without colour. */
export const Shape = ({ kind }: { kind: 'rise' | 'arrival' }) => (
  <svg viewBox="0 0 24 24" aria-hidden className={`mark-${kind}`}>
    {kind === 'rise' ? <path d="M12 3 22 21H2Z" /> : <path d="M12 2 22 12 12 22 2 12Z" />}
  </svg>
)

/** What each mark means, in words, with a switch for each layer; read aloud in this order. */
export function Legend({ shown, onChange }: { shown: Shown; onChange: (shown: Shown) => void }) {
  const { t } = useTranslation('wb-map')
  const layer = (id: keyof Shown, children: ReactNode) => (
    <div className="stack-small" key={id}>
      <Checkbox
        label={t(`layer.${id}`)}
        checked={shown[id]}
        onChange={(event) => onChange({ ...shown, [id]: event.currentTarget.checked })}
      />
      <ul className="plain-list legend">{children}</ul>
    </div>
  )
  return (
    <section className="card stack" aria-label={t('legend.title')}>
      {layer(
        'hotspots',
        <>
          <li>
            <svg viewBox="0 0 22 18" aria-hidden>
              <path
                d="M6 1h10l5 8-5 8H6L1 9Z"
                fill="#d55e00"
                fillOpacity="0.6"
                stroke="#a34700"
                strokeWidth="1.6"
              />
            </svg>
            {t('legend.hot')}
          </li>
          <li>
            <svg viewBox="0 0 22 18" aria-hidden>
              <path
                d="M6 1h10l5 8-5 8H6L1 9Z"
                fill="#0072b2"
                fillOpacity="0.5"
                stroke="#004f7c"
                strokeDasharray="3 2"
              />
            </svg>
            {t('legend.cold')}
          </li>
          <li>
            <svg viewBox="0 0 22 18" aria-hidden>
              <path d="M6 1h10l5 8-5 8H6L1 9Z" fill="#8c9894" fillOpacity="0.25" />
            </svg>
            {t('legend.none')}
          </li>
        </>,
      )}
      {layer(
        'clusters',
        <li>
          <svg viewBox="0 0 22 18" aria-hidden>
            <path d="M6 1h10l5 8-5 8H6L1 9Z" fill="none" stroke="currentColor" strokeWidth="2.4" />
          </svg>
          {t('legend.cluster')}
        </li>,
      )}
      {layer(
        'warnings',
        <>
          <li>
            <Shape kind="rise" /> {t('legend.rise')}
          </li>
          <li>
            <Shape kind="arrival" /> {t('legend.arrival')}
          </li>
        </>,
      )}
      {layer(
        'routes',
        <>
          <li>
            <svg viewBox="0 0 22 18" aria-hidden>
              <path d="M1 15C7 3 15 3 21 9" fill="none" stroke="#009e73" strokeWidth="3" />
            </svg>
            {t('legend.pair')}
          </li>
          <li>
            <svg viewBox="0 0 22 18" aria-hidden>
              <path
                d="M1 15C7 3 15 3 21 9"
                fill="none"
                stroke="#009e73"
                strokeWidth="2"
                strokeDasharray="4 3"
              />
            </svg>
            {t('legend.inferred')}
          </li>
        </>,
      )}
    </section>
  )
}
