import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { type Column, List } from '../../ui/list.tsx'
import { useReading } from '../../ui/reading.ts'
import { useThingName } from './thing-name.ts'

type Graph = PatternDetail['graph']
type GraphEdge = Graph['edges'][number]

/** The links of a graph as a table: what the drawing shows, all of it. */
export function EdgeTable({ graph }: { graph: Graph }) {
  const { t } = useTranslation('wb-patterns')
  const { count, small } = useReading()
  const name = useThingName()
  const byId = new Map(graph.nodes.map((node) => [node.id, node]))
  const thing = (id: string): string => {
    const node = byId.get(id)
    return node ? name.whole(node) : id
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
    <>
      <p className="small quiet">{t('edge.what')}</p>
      <List
        name={t('edge.title')}
        file="pattern-links"
        rows={graph.edges}
        id={(edge) => `${edge.a} ${edge.b}`}
        columns={columns}
        sort={{ by: 'together', down: true }}
      />
    </>
  )
}
