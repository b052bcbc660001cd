import { IconCheck, IconMinus } from '@tabler/icons-react'
import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StoredSetting } from '#places'
import { useReading } from '../../ui/reading.ts'
import { Answer, Empty } from '../../ui/states.tsx'
import { type HotspotFeature, useSettings } from './place-queries.ts'

type Props = { spots: readonly HotspotFeature[]; choose: (cell: string) => void }

/**
 * The same counts under other weights, scales and smoothings, side by side: which areas stay hot whatever one chooses.
 * Only settings at the map's own scale name the same areas; the others tell how many they find.
 */
export function SettingsCompared({ spots, choose }: Props) {
  const { t } = useTranslation('wb-map')
  const answer = useSettings()
  return (
    <Answer query={answer}>
      {({ settings }) =>
        settings.length === 0 ? (
          <Empty title={t('empty.hotspots')}>{t('empty.what')}</Empty>
        ) : (
          <Compared settings={settings} spots={spots} choose={choose} />
        )
      }
    </Answer>
  )
}

function Compared({ settings, spots, choose }: Props & { settings: readonly StoredSetting[] }) {
  const { t } = useTranslation('wb-map')
  const { count } = useReading()
  const same = settings.filter(({ scale }) => scale === 'same')
  const used = spots.filter(({ properties }) => properties.class === 'hot').map(({ id }) => id)
  const times = (cell: string): number => same.filter(({ hot }) => hot.includes(cell)).length
  const cells = [...new Set([...used, ...same.flatMap(({ hot }) => hot)])].toSorted(
    (a, b) => times(b) - times(a),
  )
  const nameOf = new Map(spots.map(({ id, properties }) => [id, properties.place || id]))
  return (
    <div className="stack">
      <section className="card map-scroll" aria-label={t('settings.title')} tabIndex={0}>
        <h2>{t('settings.title')}</h2>
        <p className="small quiet">{t('settings.how')}</p>
        <table className="map-table">
          <thead>
            <tr>
              <th>{t('settings.name')}</th>
              <th>{t('settings.tested')}</th>
              <th>{t('settings.naive')}</th>
              <th>{t('settings.corrected')}</th>
              <th>{t('settings.bonferroni')}</th>
            </tr>
          </thead>
          <tbody>
            {settings.map((one) => (
              <tr key={one.name}>
                <th scope="row" className="text-ltr" lang="en">
                  {one.name}
                </th>
                <td className="number">{count(one.tested)}</td>
                <td className="number">{count(one.naive)}</td>
                <td className="number">
                  <strong>{count(one.corrected)}</strong>
                </td>
                <td className="number">{count(one.bonferroni)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {cells.length > 0 ? (
        <section className="card map-scroll" aria-label={t('settings.areas')} tabIndex={0}>
          <h2>{t('settings.areas')}</h2>
          <table className="map-table">
            <thead>
              <tr>
                <th>{t('column.place')}</th>
                <th>{t('settings.used')}</th>
                {same.map(({ name }) => (
                  <th key={name} className="text-ltr" lang="en">
                    {name}
                  </th>
                ))}
                <th>{t('settings.share')}</th>
              </tr>
            </thead>
            <tbody>
              {cells.map((cell) => (
                <tr key={cell}>
                  <th scope="row">
                    <button type="button" className="link-button" onClick={() => choose(cell)}>
                      {nameOf.get(cell) ?? cell}
                    </button>
                  </th>
                  <Mark isHot={used.includes(cell)} />
                  {same.map(({ name, hot }) => (
                    <Mark key={name} isHot={hot.includes(cell)} />
                  ))}
                  <td className="number">
                    {count(times(cell))} / {count(same.length)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </div>
  )
}

function Mark({ isHot }: { isHot: boolean }) {
  const { t } = useTranslation('wb-map')
  return (
    <td data-hot={isHot || undefined}>
      {isHot ? <IconCheck size={15} aria-hidden /> : <IconMinus size={13} aria-hidden />}
      <VisuallyHidden>{t(isHot ? 'class.hot' : 'class.none')}</VisuallyHidden>
    </td>
  )
}
