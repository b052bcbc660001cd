import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { dataColours } from '../../ui/data-colours.ts'
import { type Column, List } from '../../ui/list.tsx'
import { useReading } from '../../ui/reading.ts'
import { layOut } from './graph-layout.ts'
import './patterns.css'

type Graph = PatternDetail['graph']
type GraphNode = Graph['nodes'][number]
type GraphEdge = Graph['edges'][number]

const frame = { width: 900, height: 480 }
const mostNodes = 60

/** A kind of thing has a shape and a colour; either alone tells it. */
const shapes: Readonly<Record<string, { path: string; colour: string }>> = {
  edition: { path: 'M-8-8H8V8H-8Z', colour: dataColours[0] },
  phone: { path: 'M0-9A9 9 0 1 1 0 9A9 9 0 1 1 0-9Z', colour: dataColours[1] },
  email: { path: 'M0-10 10 0 0 10-10 0Z', colour: dataColours[2] },
  handle: { path: 'M0-10 9 8H-9Z', colour: dataColours[3] },
  domain: { path: 'M-5-9H5L10 0 5 9H-5L-10 0Z', colour: dataColours[4] },
  image: { path: 'M0 10 9-8H-9Z', colour: dataColours[5] },
}
const other = { path: 'M-9-4V4L-4 9H4L9 4V-4L4-9H-4Z', colour: dataColours[6] }
const shapeOf = (kind: string): { path: string; colour: string } => shapes[kind] ?? other

/** What stands together in the same posts: a drawing to see the shape of it, and a table that says the same. */
export function EvidenceGraph({ graph }: { graph: Graph }) {
  const { t } = useTranslation('wb-patterns')
  return (
    <div className="stack">
      <section className="card stack-small">
        <h2>{t('graph.title')}</h2>
        <p className="small quiet">
          {t('graph.what', { nodes: graph.nodes.length, edges: graph.edges.length })}
          {graph.nodes.length > mostNodes ? ` ${t('graph.most', { count: mostNodes })}` : ''}
        </p>
        <Drawing graph={graph} />
      </section>
      <EdgeTable graph={graph} />
    </div>
  )
}

function Drawing({ graph }: { graph: Graph }) {
  const { t } = useTranslation('wb-patterns')
  const [chosen, setChosen] = useState<string>()
  const nodes = useMemo(
    () => graph.nodes.toSorted((a, b) => b.observations - a.observations).slice(0, mostNodes),
    [graph],
  )
  const ids = useMemo(() => new Set(nodes.map(({ id }) => id)), [nodes])
  const edges = useMemo(() => graph.edges.filter(({ a, b }) => ids.has(a) && ids.has(b)), [graph, ids])
  const at = useMemo(() => layOut(nodes, edges, frame), [nodes, edges])
  const near = useMemo(() => neighbours(edges, chosen), [edges, chosen])
  const kinds = [...new Set(nodes.map(({ kind }) => kind))]
  return (
    <>
      <svg
        className="pattern-graph"
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        role="group"
        aria-label={t('graph.title')}
      >
        {edges.map((edge) => {
          const [from, to] = [at.get(edge.a)!, at.get(edge.b)!]
          const isFar = chosen !== undefined && edge.a !== chosen && edge.b !== chosen
          return (
            <line
              key={`${edge.a} ${edge.b}`}
              x1={from.x}
              y1={from.y}
              x2={to.x}
              y2={to.y}
              strokeWidth={0.75 + 3 * edge.weight}
              data-far={isFar ? '' : undefined}
            />
          )
        })}
        {nodes.map((node) => (
          <NodeMark
            key={node.id}
            node={node}
            spot={at.get(node.id)!}
            isChosen={node.id === chosen}
            isFar={chosen !== undefined && !near.has(node.id)}
            choose={() => setChosen(node.id === chosen ? undefined : node.id)}
          />
        ))}
      </svg>
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
    </>
  )
}

type NodeMarkProps = {
  node: GraphNode
  spot: { x: number; y: number }
  isChosen: boolean
  isFar: boolean
  choose: () => void
}

function NodeMark({ node, spot, isChosen, isFar, choose }: NodeMarkProps) {
  const name = useThingName()
  const { t } = useTranslation('wb-patterns')
  const { path, colour } = shapeOf(node.kind)
  const label = name(node.kind, node.label)
  return (
    <g
      role="button"
      tabIndex={0}
      aria-pressed={isChosen}
      aria-label={`${t(`thing.${node.kind}`, { defaultValue: node.kind })} ${label}, ${t('graph.posts', { count: node.observations })}`}
      transform={`translate(${spot.x} ${spot.y})`}
      data-chosen={isChosen ? '' : undefined}
      data-far={isFar ? '' : undefined}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault()
          choose()
        }
      }}
    >
      <path
        className="shape"
        d={path}
        fill={colour}
        transform={`scale(${0.7 + Math.min(1, node.observations / 40)})`}
      />
      <text x={13} y={4} data-private="">
        {label}
      </text>
    </g>
  )
}

function neighbours(edges: readonly GraphEdge[], id: string | undefined): ReadonlySet<string> {
  if (id === undefined) return new Set()
  return new Set([id, ...edges.flatMap(({ a, b }) => (a === id ? [b] : b === id ? [a] : []))])
}

/** A thing's label: a wording and a picture have no name, so they go by the beginning of their number. */
function useThingName(): (kind: string, label: string) => string {
  const { t } = useTranslation('wb-patterns')
  return (kind, label) => {
    if (kind === 'edition') return t('wordingName', { name: label.slice(0, 6) })
    return kind === 'image' ? label.slice(0, 8) : label.slice(0, 28)
  }
}

function EdgeTable({ graph }: { graph: Graph }) {
  const { t } = useTranslation('wb-patterns')
  const { count, small } = useReading()
  const name = useThingName()
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const thing = (id: string): string => {
    const node = byId.get(id)
    if (!node) return id
    const label = name(node.kind, node.label)
    return node.kind === 'edition'
      ? label
      : `${t(`thing.${node.kind}`, { defaultValue: node.kind })}: ${label}`
  }
  const cell = (id: string) => <span data-private="">{thing(id)}</span>
  const columns: Column<GraphEdge>[] = [
    { id: 'a', header: t('edge.a'), value: (edge) => thing(edge.a), cell: (edge) => cell(edge.a) },
    { id: 'b', header: t('edge.b'), value: (edge) => thing(edge.b), cell: (edge) => cell(edge.b) },
    {
      id: 'together',
      header: t('edge.together'),
      value: (edge) => edge.together,
      align: 'end',
      cell: (edge) => count(edge.together),
    },
    {
      id: 'weight',
      header: t('edge.weight'),
      value: (edge) => edge.weight,
      align: 'end',
      cell: (edge) => small(edge.weight),
    },
  ]
  return (
    <List
      name={t('edge.title')}
      file="pattern-links"
      rows={graph.edges}
      id={(edge) => `${edge.a} ${edge.b}`}
      columns={columns}
      sort={{ by: 'together', down: true }}
    />
  )
}
