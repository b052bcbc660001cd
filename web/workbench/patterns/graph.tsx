import { useMantineColorScheme } from '@mantine/core'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type Sigma from 'sigma'
import type { PatternDetail } from '#detect'
import { useReading } from '../../ui/reading.ts'
import {
  type Drawn,
  drawn,
  type EdgeLook,
  mostDrawn,
  neighboursOf,
  type NodeLook,
  shapeOf,
} from './drawing.ts'
import { EdgeTable } from './edge-table.tsx'
import './patterns.css'
import { useThingName } from './thing-name.ts'

type Graph = PatternDetail['graph']

/** What stands together in the same posts: a drawing to see the shape of it, and a table that says the same. */
export function EvidenceGraph({ graph }: { graph: Graph }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const kinds = [...new Set(graph.nodes.map(({ kind }) => kind))]
  return (
    <div className="stack">
      <section className="card stack-small">
        <h2>{t('graph.title')}</h2>
        <p className="small quiet">
          {t('graph.what', { nodes: graph.nodes.length, edges: graph.edges.length })}
          {graph.nodes.length > mostDrawn ? ` ${t('graph.most', { count: mostDrawn })}` : ''}
        </p>
        <Walk graph={graph} />
        <ul className="pattern-legend">
          {kinds.map((kind) => (
            <li key={kind}>
              <svg viewBox="-11 -11 22 22" aria-hidden>
                <path d={shapeOf(kind).path} fill={shapeOf(kind).colour} />
              </svg>
              {t(`thing.${kind}`, { defaultValue: kind })}
            </li>
          ))}
        </ul>
      </section>
      <EdgeTable graph={graph} />
    </div>
  )
}

/**
 * The drawing with a place in it. The arrows left and right choose among what the place is linked to, Enter goes there,
 * Backspace goes back; what is chosen is said aloud and stands in words below.
 */
function Walk({ graph }: { graph: Graph }) {
  const { t, i18n } = useTranslation(['wb-patterns', 'wb-review'])
  const { count } = useReading()
  const name = useThingName()
  const first = useMemo(() => graph.nodes.toSorted((a, b) => b.observations - a.observations)[0]?.id, [graph])
  const [path, setPath] = useState<readonly string[]>(first === undefined ? [] : [first])
  const [choice, setChoice] = useState(0)
  const here = path.at(-1)
  const near = useMemo(() => (here === undefined ? [] : neighboursOf(graph, here)), [graph, here])
  const byId = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph])
  const ahead = near[choice]
  const goTo = (id: string): void => {
    setPath((before) => (before.at(-1) === id ? before : [...before, id]))
    setChoice(0)
  }
  const onKey = (event: KeyboardEvent): void => {
    const forward = i18n.dir() === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = i18n.dir() === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
    const turn = (by: number): void =>
      setChoice((before) => (near.length === 0 ? 0 : (before + by + near.length) % near.length))
    const acts: Readonly<Record<string, () => void>> = {
      [forward]: () => turn(1),
      [back]: () => turn(-1),
      ArrowDown: () => turn(1),
      ArrowUp: () => turn(-1),
      Enter: () => ahead && goTo(ahead.id),
      Backspace: () => setPath((before) => (before.length > 1 ? before.slice(0, -1) : before)),
      Home: () => first !== undefined && goTo(first),
    }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const nodeHere = here === undefined ? undefined : byId.get(here)
  const nodeAhead = ahead === undefined ? undefined : byId.get(ahead.id)
  if (nodeHere === undefined) return <p className="quiet">{t('wb-review:graph.none')}</p>
  return (
    <>
      <div
        className="graph-frame"
        role="application"
        aria-label={t('graph.title')}
        aria-describedby="graph-keys"
        tabIndex={0}
        onKeyDown={onKey}
      >
        <Drawing graph={graph} here={nodeHere.id} ahead={ahead?.id} goTo={goTo} />
      </div>
      <p id="graph-keys" className="tiny quiet">
        {t('wb-review:graph.keys')}
      </p>
      <div role="status" className="graph-here">
        <p>
          <strong data-private="">{name.whole(nodeHere)}</strong>{' '}
          <span className="quiet">
            · {t('graph.posts', { count: nodeHere.observations, shown: count(nodeHere.observations) })}
          </span>
        </p>
        {nodeAhead === undefined || ahead === undefined ? null : (
          <p className="small">
            {t('wb-review:graph.ahead', { place: count(choice + 1), all: count(near.length) })}{' '}
            <strong data-private="">{name.whole(nodeAhead)}</strong>{' '}
            <span className="quiet">
              · {t('wb-review:graph.together', { count: ahead.together, shown: count(ahead.together) })}
            </span>
          </p>
        )}
      </div>
    </>
  )
}

type DrawingProps = { graph: Graph; here: string; ahead: string | undefined; goTo: (id: string) => void }

/** The drawing by WebGL; where there is none, nothing is drawn and the words below and the table remain. */
function Drawing({ graph, here, ahead, goTo }: DrawingProps) {
  const { t } = useTranslation('wb-review')
  const name = useThingName()
  const { colorScheme } = useMantineColorScheme()
  const frame = useRef<HTMLDivElement>(null)
  const sigma = useRef<Sigma<NodeLook, EdgeLook>>(undefined)
  const chosen = useRef({ here, ahead, goTo, name: name.short })
  const [isDrawn, setDrawn] = useState(true)
  useEffect(() => {
    chosen.current = { here, ahead, goTo, name: name.short }
    sigma.current?.refresh()
  })
  useEffect(() => {
    const container = frame.current
    if (container === null) return undefined
    let gone = false
    import('sigma').then(
      ({ default: SigmaClass }) => {
        // A drawing that is taken away empties its frame: one that comes too late must not be made.
        if (gone) return
        try {
          sigma.current = open(SigmaClass, container, graph, chosen)
        } catch {
          setDrawn(false)
        }
      },
      () => setDrawn(false),
    )
    return () => {
      gone = true
      sigma.current?.kill()
      sigma.current = undefined
    }
  }, [graph, colorScheme])
  return isDrawn ? (
    <div ref={frame} className="graph-drawing" aria-hidden data-private="" />
  ) : (
    <p className="quiet">{t('graph.notDrawn')}</p>
  )
}

type Chosen = {
  current: {
    here: string
    ahead: string | undefined
    goTo: (id: string) => void
    name: (thing: { kind: string; label: string }) => string
  }
}

/** Draws into a frame; throws where there is no WebGL. */
function open(
  SigmaClass: typeof Sigma,
  container: HTMLElement,
  graph: Graph,
  chosen: Chosen,
): Sigma<NodeLook, EdgeLook> {
  const style = getComputedStyle(container)
  const colour = (property: string): string => style.getPropertyValue(property).trim()
  const [faint, line, text, surface, accent] = ['line', 'line-strong', 'text', 'surface', 'accent'].map(
    (each) => colour(`--asylia-${each}`),
  ) as [string, string, string, string, string]
  const things: Drawn = drawn(graph, (thing) => chosen.current.name(thing), line)
  const isNear = (node: string): boolean => {
    const { here } = chosen.current
    return node === here || !things.hasNode(here) || things.areNeighbors(node, here)
  }
  const sigma = new SigmaClass<NodeLook, EdgeLook>(things, container, {
    labelFont: style.fontFamily,
    labelSize: 12,
    labelColor: { color: text },
    labelDensity: 4,
    labelRenderedSizeThreshold: 0,
    stagePadding: 48,
    minCameraRatio: 0.2,
    maxCameraRatio: 2,
    enableCameraRotation: false,
    zIndex: true,
    nodeReducer: (node, look) => {
      const { here, ahead } = chosen.current
      const isMarked = node === here || node === ahead
      return {
        ...look,
        size: node === here ? look.size + 4 : look.size,
        color: isNear(node) ? look.color : line,
        label: isNear(node) ? look.label : noWords,
        forceLabel: true,
        zIndex: isMarked ? 2 : isNear(node) ? 1 : 0,
        isMarked,
      }
    },
    edgeReducer: (edge, look) => {
      const { here, ahead } = chosen.current
      const ends = things.extremities(edge)
      const isAhead = ahead !== undefined && ends.includes(here) && ends.includes(ahead)
      return {
        ...look,
        color: isAhead ? accent : ends.includes(here) ? line : faint,
        size: isAhead ? look.size + 2 : look.size,
        zIndex: isAhead ? 2 : ends.includes(here) ? 1 : 0,
      }
    },
    defaultDrawNodeLabel: (context, look) => {
      const { x, y, size, label, kind, isMarked } = look as typeof look & Partial<Look>
      mark(context, { x, y, size, kind: kind ?? '' }, surface)
      if (isMarked) ring(context, { x, y, size }, text)
      if (!label || label === noWords) return
      context.font = `${isMarked ? 600 : 400} 12px ${style.fontFamily}`
      context.textBaseline = 'middle'
      context.lineWidth = 3
      context.strokeStyle = surface
      context.strokeText(label, x + size + 7, y)
      context.fillStyle = text
      context.fillText(label, x + size + 7, y)
    },
    // What is pointed at gets the ring too; the usual box would hide the neighbours.
    defaultDrawNodeHover: (context, look) => ring(context, look, text),
  })
  sigma.on('clickNode', ({ node }) => chosen.current.goTo(node))
  return sigma
}

type Look = NodeLook & { isMarked: boolean }

/** A label that draws the shape of a node and no words. */
const noWords = ' '

function ring(
  context: CanvasRenderingContext2D,
  { x, y, size }: { x: number; y: number; size: number },
  colour: string,
): void {
  context.beginPath()
  context.arc(x, y, size + 3, 0, 2 * Math.PI)
  context.strokeStyle = colour
  context.lineWidth = 2.5
  context.stroke()
}

/** The shape of its kind in the middle of a node, so that colour is not needed to tell it. */
function mark(
  context: CanvasRenderingContext2D,
  look: { x: number; y: number; size: number; kind: string },
  colour: string,
): void {
  context.save()
  context.translate(look.x, look.y)
  context.scale(look.size / 18, look.size / 18)
  context.fillStyle = colour
  context.fill(new Path2D(shapeOf(look.kind).path))
  context.restore()
}
