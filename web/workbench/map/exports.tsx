import { Button } from '@mantine/core'
import { IconFileTypeSvg, IconMap2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { download } from '../../ui/csv.ts'
import { loadOutlines } from './countries.ts'
import type { Line } from './open-world.ts'
import type { ClusterFeature, HotspotFeature, Warning, WindowFeature } from './place-queries.ts'
import { drawMap } from './printed-map.ts'

type ExportsProps = {
  title: string
  spots: readonly (HotspotFeature | WindowFeature)[]
  clusters: readonly ClusterFeature[]
  warnings: readonly Warning[]
  lines: readonly Line[]
  knownOn: string | null
}

/** What the map shows, as GeoJSON for other maps and as a drawing for print. Lists have their own CSV. */
export function Exports(props: ExportsProps) {
  const { t } = useTranslation('wb-map')
  const name = `asylia-map-${props.knownOn ?? 'undated'}`
  const asGeoJson = (): void => {
    const points = props.warnings.map((one) => ({
      type: 'Feature' as const,
      id: one.id,
      geometry: { type: 'Point' as const, coordinates: [one.longitude, one.latitude] },
      properties: { ...one, shows: 'warning' },
    }))
    const areas = props.spots.map((one) => ({ ...one, properties: { ...one.properties, shows: 'hotspot' } }))
    const found = props.clusters.map((one) => ({
      ...one,
      properties: { ...one.properties, shows: 'cluster' },
    }))
    const ways = props.lines.map(({ id, from, to, count, dashed }) => ({
      type: 'Feature' as const,
      id,
      geometry: { type: 'LineString' as const, coordinates: [from, to] },
      properties: { count, inferred: dashed, shows: 'route' },
    }))
    const all = { type: 'FeatureCollection', features: [...areas, ...found, ...points, ...ways] }
    download(`${name}.geojson`, JSON.stringify(all), 'application/geo+json')
  }
  const asDrawing = async (): Promise<void> => {
    const svg = await drawMap({ ...props, outlines: await loadOutlines() })
    download(`${name}.svg`, svg, 'image/svg+xml')
  }
  return (
    <div className="row">
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconMap2 size={15} aria-hidden />}
        onClick={asGeoJson}
      >
        {t('export.geojson')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconFileTypeSvg size={15} aria-hidden />}
        onClick={() => void asDrawing()}
      >
        {t('export.svg')}
      </Button>
    </div>
  )
}
