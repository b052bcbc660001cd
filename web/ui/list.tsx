import './list.css'
import { Button, Select, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDownload, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { download, toCsv } from './csv.ts'
import { step } from './keys.ts'
import { type Arrangement, arrange, type Measure } from './rows.ts'
import { useReading } from './reading.ts'
import { useKeys } from './use-keys.ts'

export type Column<Row> = Measure<Row> & {
  cell?: (row: Row) => ReactNode
  align?: 'end'
  /** Not offered for sorting: a column of actions or marks. */
  fixed?: boolean
}

type ListProps<Row> = {
  /** Names the list for assistive technology, and the exported file. */
  name: string
  file: string
  rows: readonly Row[]
  id: (row: Row) => string
  columns: readonly Column<Row>[]
  facets?: readonly {
    id: string
    label: string
    value: (row: Row) => string
    name?: (value: string) => string
    /** All there may be, where the rows at hand need not hold them all. */
    values?: readonly string[]
  }[]
  /** Where not all rows are at hand: how many there are, and how to get more. */
  further?: Further | undefined
  sort?: Arrangement['sort']
  /** Where Enter on a row leads; its link stands in the first column. */
  open?: (row: Row) => string
  /** What stands in place of the table when there is nothing at all. */
  empty?: ReactNode
  tools?: ReactNode
}

/** Rows that lie with the server still. What is typed and chosen is told, so that they can be looked through there. */
export type Further = {
  /** Of all rows that match what was chosen, at hand or not. */
  total: number
  load: () => void
  isLoading: boolean
  onAsk: (asked: { text: string; chosen: Readonly<Record<string, string>> }) => void
}

const pageSize = 100

/** A list of work: count, search, facets, sort, CSV, j and k to walk, Enter to open. */
export function List<Row>(props: ListProps<Row>) {
  const { t } = useTranslation('workbench')
  const { language, count } = useReading()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({})
  const [sort, setSort] = useState(props.sort)
  const [shown, setShown] = useState(pageSize)
  const body = useRef<HTMLTableSectionElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()

  const { rows, columns, facets = [], further } = props
  const ask = (next: { text?: string; chosen?: Readonly<Record<string, string>> }): void => {
    const asked = { text, chosen, ...next }
    setText(asked.text)
    setChosen(asked.chosen)
    further?.onAsk(asked)
  }
  const arranged = useMemo(
    () => arrange(rows, columns, facets, { text, facets: chosen, sort }, language),
    [rows, columns, facets, text, chosen, sort, language],
  )

  const all = Math.max(rows.length, further?.total ?? 0)
  const isEmpty = rows.length === 0 && text === '' && !Object.values(chosen).some(Boolean)

  const walk = (by: 1 | -1): void => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
    const next = links[step(links.length, links.indexOf(document.activeElement as HTMLElement), by)]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  }
  const group = props.name
  useKeys([
    { keys: 'j', label: t('keys.next'), group, run: () => walk(1) },
    { keys: 'k', label: t('keys.previous'), group, run: () => walk(-1) },
    { keys: '/', label: t('keys.filter'), group, run: () => search.current?.focus() },
    { keys: 'e', label: t('list.export'), group, run: () => exportRows() },
  ])

  function exportRows(): void {
    const header = columns.map((column) => column.header)
    const cells = arranged.map((row) => columns.map((column) => column.value(row)))
    download(`${props.file}.csv`, toCsv(header, cells))
  }

  if (isEmpty && props.empty) return <section className="card card-flush">{props.empty}</section>
  return (
    <section className="card card-flush" aria-label={props.name}>
      <div className="list-tools" data-print="no">
        <TextInput
          ref={search}
          className="list-search"
          size="xs"
          aria-label={t('list.filter')}
          placeholder={t('list.filter')}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => ask({ text: event.currentTarget.value })}
        />
        {facets.map((facet) => {
          const values =
            facet.values ?? [...new Set(rows.map(facet.value))].filter((value) => value !== '').toSorted()
          if (values.length < 2) return null
          return (
            <Select
              key={facet.id}
              className="list-facet"
              size="xs"
              aria-label={facet.label}
              placeholder={facet.label}
              clearable
              data={values.map((value) => ({ value, label: facet.name?.(value) ?? value }))}
              value={chosen[facet.id] ?? null}
              onChange={(value) => ask({ chosen: { ...chosen, [facet.id]: value ?? '' } })}
            />
          )
        })}
        {props.tools}
        <span className="spread" />
        <span className="list-count" role="status">
          {arranged.length === all
            ? t('list.count', { count: all, shown: count(all) })
            : t('list.countOf', { count: all, shown: count(arranged.length), all: count(all) })}
        </span>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconDownload size={15} aria-hidden />}
          onClick={exportRows}
          disabled={arranged.length === 0}
        >
          {t('list.export')}
        </Button>
      </div>
      <div className="list-scroll">
        <table className="list-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <SortHeader key={column.id} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {arranged.slice(0, shown).map((row) => {
              const to = props.open?.(row)
              return (
                <tr
                  key={props.id(row)}
                  data-opens={to ? '' : undefined}
                  onClick={(event) => {
                    const isControl = (event.target as HTMLElement).closest('a, button, input, label')
                    if (to && !isControl && !window.getSelection()?.toString()) void navigate({ to })
                  }}
                >
                  {columns.map((column, index) => (
                    <RowCell key={column.id} column={column} row={row} to={index === 0 ? to : undefined} />
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
        {arranged.length === 0 ? (
          <div className="state">
            <p className="quiet">{t('list.noMatch')}</p>
            <Button size="xs" variant="default" onClick={() => ask({ text: '', chosen: {} })}>
              {t('list.clear')}
            </Button>
          </div>
        ) : null}
      </div>
      {arranged.length > shown ? (
        <div className="list-more">
          <Button size="xs" variant="default" onClick={() => setShown(shown + pageSize)}>
            {t('list.more', { count: Math.min(pageSize, arranged.length - shown) })}
          </Button>
        </div>
      ) : null}
      {further && rows.length < further.total ? (
        <div className="list-more">
          <p className="small quiet">
            {t('list.further', { count: rows.length, shown: count(rows.length), all: count(further.total) })}
          </p>
          <Button
            size="xs"
            variant="default"
            loading={further.isLoading}
            onClick={() => {
              setShown(shown + pageSize)
              further.load()
            }}
          >
            {t('list.fetch')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function RowCell<Row>(props: { column: Column<Row>; row: Row; to: string | undefined }) {
  const { column, row, to } = props
  const value = column.value(row)
  const isFirst = to !== undefined
  const plain = typeof value === 'boolean' ? (value ? '✓' : '') : value
  const content = column.cell ? column.cell(row) : plain
  return (
    <td
      data-align={column.align}
      data-label={isFirst || column.fixed ? undefined : column.header}
      data-empty={content === null || content === undefined || content === '' ? '' : undefined}
    >
      {isFirst ? (
        <Link to={to} data-row-link="">
          {content}
        </Link>
      ) : (
        content
      )}
    </td>
  )
}

function SortHeader<Row>(props: {
  column: Column<Row>
  sort: Arrangement['sort']
  onSort: (sort: Arrangement['sort']) => void
}) {
  const { column, sort } = props
  const isSorted = sort?.by === column.id
  if (column.fixed) return <th data-align={column.align}>{column.header}</th>
  const Arrow = sort?.down ? IconArrowDown : IconArrowUp
  return (
    <th data-align={column.align} aria-sort={isSorted ? (sort.down ? 'descending' : 'ascending') : 'none'}>
      <button
        type="button"
        onClick={() => props.onSort({ by: column.id, down: isSorted ? !sort.down : false })}
      >
        {column.header}
        {isSorted ? <Arrow size={14} aria-hidden /> : null}
      </button>
    </th>
  )
}
