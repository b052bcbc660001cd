import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { type Column, List } from '../../ui/list.tsx'
import { useReading } from '../../ui/reading.ts'
import './patterns.css'

type Post = PatternDetail['observations'][number]

/** The posts a pattern rests on. None carries a score: a single post says nothing about anybody. */
export function Posts({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation('wb-patterns')
  const { day, count } = useReading()
  const columns: Column<Post>[] = [
    {
      id: 'posted',
      header: t('column.posted'),
      value: (post) => post.postedAt,
      cell: (post) => <span className="nowrap">{day(post.postedAt)}</span>,
    },
    {
      id: 'market',
      header: t('column.market'),
      value: (post) => t(`market.${post.market}`, { defaultValue: post.market }),
    },
    {
      id: 'place',
      header: t('column.place'),
      value: (post) => post.place,
      cell: (post) => <span dir="auto">{post.place}</span>,
    },
    {
      id: 'text',
      header: t('column.text'),
      value: (post) => `${post.title} ${post.text}`.trim(),
      cell: (post) => <Text post={post} />,
    },
    { id: 'source', header: t('column.source'), value: (post) => post.source },
  ]
  return (
    <div className="stack-small">
      <p className="small quiet">{t('posts.what')}</p>
      {pattern.observationIds.length > pattern.observations.length ? (
        <p className="small quiet">
          {t('posts.some', {
            shown: count(pattern.observations.length),
            all: count(pattern.observationIds.length),
          })}
        </p>
      ) : null}
      <List
        name={t('tab.posts')}
        file="pattern-posts"
        rows={pattern.observations}
        id={(post) => post.id}
        columns={columns}
        sort={{ by: 'posted', down: false }}
        facets={[
          {
            id: 'market',
            label: t('column.market'),
            value: (post) => post.market,
            name: (id) => t(`market.${id}`, { defaultValue: id }),
          },
        ]}
      />
    </div>
  )
}

function Text({ post }: { post: Post }) {
  return (
    <details className="pattern-post" data-private="">
      <summary dir="auto">{post.title || `${post.text.slice(0, 80)}…`}</summary>
      <p dir="auto" lang={post.language || undefined}>
        <Marked post={post} />
      </p>
    </details>
  )
}

// What was read from the text is marked where it stands, so that each link can be checked with the eyes.
function Marked({ post }: { post: Post }) {
  const spans = post.identifiers
    .filter(({ field }) => field === 'text')
    .toSorted((a, b) => a.start - b.start)
    .filter((span, index, all) => index === 0 || span.start >= all[index - 1]!.end)
  const pieces = spans.flatMap((span, index) => [
    post.text.slice(index === 0 ? 0 : spans[index - 1]!.end, span.start),
    <mark key={span.start}>{post.text.slice(span.start, span.end)}</mark>,
  ])
  return (
    <>
      {pieces}
      {post.text.slice(spans.at(-1)?.end ?? 0)}
    </>
  )
}
