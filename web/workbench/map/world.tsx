import './world.css'
import { ActionIcon, useComputedColorScheme } from '@mantine/core'
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/page.tsx'
import { type Bounds, type Line, openWorld, type World as Map } from './open-world.ts'
import type { ClusterFeature, HotspotFeature, WindowFeature } from './place-queries.ts'

export type Mark = { id: string; at: [number, number]; content: ReactNode }

type WorldProps = {
  label: string
  hotspots: readonly (HotspotFeature | WindowFeature)[]
  clusters: readonly ClusterFeature[]
  lines: readonly Line[]
  marks: readonly Mark[]
  selected: string | undefined
  onSelect: (cell: string) => void
  /** Where to look first and again when the button for all is pressed: west, south, east, north. */
  bounds: Bounds | undefined
}

const many = ({ hotspots, lines }: WorldProps): boolean => hotspots.length > 5_000 || lines.length > 500

/** The map, drawn from files of this server only. All it shows stands in the tables below it as well. */
export function World(props: WorldProps) {
  const { t } = useTranslation('wb-map')
  const scheme = useComputedColorScheme('light')
  const frame = useRef<HTMLDivElement>(null)
  const [world, setWorld] = useState<Map>()
  const [trouble, setTrouble] = useState(false)
  const [isSlow, setSlow] = useState(false)
  const onSelect = useRef(props.onSelect)
  const first = useRef(props.bounds)
  useEffect(() => {
    onSelect.current = props.onSelect
  })

  useEffect(() => {
    let isGone = false
    let opened: Map | undefined
    void openWorld(frame.current!, scheme, first.current, (cell) => onSelect.current(cell)).then(
      (map) => {
        opened = map
        if (isGone) map.close()
        else {
          map.onSlow(() => setSlow(true))
          setWorld(map)
        }
      },
      () => setTrouble(true),
    )
    return () => {
      isGone = true
      opened?.close()
      setWorld(undefined)
    }
  }, [scheme])

  useEffect(() => {
    // A small map that stutters would not get quicker by leaving things out.
    if (isSlow && many(props)) world?.drawLess()
  }, [world, isSlow, props.hotspots, props.lines])
  useEffect(() => world?.showHotspots(props.hotspots), [world, props.hotspots])
  useEffect(() => world?.showClusters(props.clusters), [world, props.clusters])
  useEffect(() => world?.showLines(props.lines), [world, props.lines])
  useEffect(() => world?.select(props.selected), [world, props.selected])
  const box = props.bounds?.join()
  useEffect(() => {
    if (props.bounds && props.bounds.join() !== first.current?.join()) world?.lookAt(props.bounds)
    // The box is compared by its numbers: a new list of the same numbers must not move the map.
  }, [world, box])

  if (trouble) return <Notice tone="clock">{t('noMap')}</Notice>
  return (
    <div className="world" role="region" aria-label={props.label}>
      <div ref={frame} className="world-canvas" />
      {world ? props.marks.map((mark) => <Placed key={mark.id} world={world} mark={mark} />) : null}
      <div className="world-zoom">
        <ActionIcon variant="default" size="lg" aria-label={t('zoomIn')} onClick={() => world?.zoomBy(1)}>
          <IconPlus size={18} />
        </ActionIcon>
        <ActionIcon variant="default" size="lg" aria-label={t('zoomOut')} onClick={() => world?.zoomBy(-1)}>
          <IconMinus size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('seeAll')}
          onClick={() => props.bounds && world?.lookAt(props.bounds)}
        >
          <IconFocusCentered size={18} />
        </ActionIcon>
      </div>
      {isSlow && many(props) ? (
        <p className="world-notice small" role="status">
          {t('degraded')}
        </p>
      ) : null}
      <span className="world-credit">Natural Earth</span>
    </div>
  )
}

function Placed({ world, mark }: { world: Map; mark: Mark }) {
  const [holder] = useState(() => document.createElement('div'))
  const [longitude, latitude] = mark.at
  useEffect(() => world.place(holder, [longitude, latitude]), [world, holder, longitude, latitude])
  return createPortal(mark.content, holder)
}
