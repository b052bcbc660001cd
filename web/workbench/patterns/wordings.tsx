import { useTranslation } from 'react-i18next'
import type { PatternDetail } from '#detect'
import { useReading } from '../../ui/reading.ts'
import './patterns.css'
import { useThingName } from './thing-name.ts'

type Template = PatternDetail['templates'][number]
type Post = PatternDetail['observations'][number]

/** The wordings of a pattern: what stays the same, what changes, and the texts laid over each other. */
export function Wordings({ pattern }: { pattern: PatternDetail }) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const { templates, observations, graph } = pattern
  if (templates.length === 0) return <p className="quiet">{t('wordings.none')}</p>
  const posts = new Map(observations.map((post) => [post.id, post]))
  const counts = new Map(graph.nodes.map((node) => [node.id, node.observations]))
  return (
    <div className="stack">
      <p className="small quiet">{t('wb-review:wordings.what')}</p>
      {templates.map((template) => (
        <Wording key={template.edition} template={template} posts={posts} counts={counts} />
      ))}
    </div>
  )
}

type WordingProps = {
  template: Template
  posts: ReadonlyMap<string, Post>
  counts: ReadonlyMap<string, number>
}

function Wording({ template, posts, counts }: WordingProps) {
  const { t } = useTranslation(['wb-patterns', 'wb-review'])
  const { day, count, percent } = useReading()
  const postedAt = ({ id }: { id: string }): string => posts.get(id)?.postedAt ?? ''
  const aligned = template.aligned.toSorted((a, b) => (postedAt(a) < postedAt(b) ? -1 : 1))
  return (
    <section
      className="card stack-small"
      aria-label={t('wordingName', { name: template.edition.slice(0, 6) })}
    >
      <div className="row-between">
        <h2>{t('wordingName', { name: template.edition.slice(0, 6) })}</h2>
        <span className="small quiet">
          {t('graph.posts', { count: template.observations, shown: count(template.observations) })} ·{' '}
          {day(template.firstAt)} – {day(template.lastAt)} ·{' '}
          {t('wordings.saved', { share: percent(template.saved) })}
        </span>
      </div>
      <p className="template" dir="auto">
        {template.parts.map((part, index) =>
          part.kind === 'constant' ? (
            <span key={index}>{part.text} </span>
          ) : (
            <span
              key={index}
              className="template-slot"
              title={part.fillings.slice(0, 12).join(' · ')}
              data-private=""
            >
              {part.fillings.slice(0, 2).map(short).join(' · ')}
              {part.fillings.length > 2 ? ` +${count(part.fillings.length - 2)}` : ''}
            </span>
          ),
        )}
      </p>
      <details>
        <summary>{t('wb-review:wordings.aligned', { count: template.aligned.length })}</summary>
        <div className="scroll-x">
          <table className="aligned">
            <thead>
              <tr>
                <th scope="col">{t('column.posted')}</th>
                <th scope="col">{t('column.text')}</th>
                <th scope="col">{t('wb-review:wordings.joinedBy')}</th>
              </tr>
            </thead>
            <tbody>
              {aligned.map((text) => (
                <AlignedPost
                  key={text.id}
                  template={template}
                  text={text}
                  post={posts.get(text.id)}
                  counts={counts}
                />
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  )
}

type AlignedProps = {
  template: Template
  text: Template['aligned'][number]
  post: Post | undefined
  counts: ReadonlyMap<string, number>
}

/** One post laid over the template: the words it shares underlined, its own marked, and what else joins it to others. */
function AlignedPost({ template, text, post, counts }: AlignedProps) {
  const { day, count } = useReading()
  const { t } = useTranslation('wb-patterns')
  const name = useThingName()
  const joins = [
    ...new Map(
      (post?.identifiers ?? []).map(({ kind, value }) => [`${kind} ${value}`, { kind, label: value }]),
    ),
  ].filter(([id]) => counts.has(id))
  return (
    <tr>
      <td className="nowrap quiet">{post ? day(post.postedAt) : ''}</td>
      <td dir="auto" lang={post?.language || undefined} data-private="">
        {text.pieces.map((piece, index) =>
          template.parts[piece.part]?.kind === 'slot' ? (
            <mark key={index}>{piece.text} </mark>
          ) : (
            <span key={index} className="word-shared">
              {piece.text}{' '}
            </span>
          ),
        )}
      </td>
      <td>
        <ul className="join-list">
          {joins.map(([id, thing]) => (
            <li key={id}>
              <span data-private="">{name.whole(thing)}</span>{' '}
              <span className="quiet tiny">
                {t('graph.posts', { count: counts.get(id)!, shown: count(counts.get(id)!) })}
              </span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

const longest = 40
const short = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)
