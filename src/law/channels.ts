import type { PlainDate } from '#model'
import { BadInput } from '#platform/errors'
import { compare } from './compare.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Channel } from './catalogue/treaty.ts'
import type { FactsInput } from './facts.ts'
import { isBound, type Bound } from './membership.ts'
import { disclaimer, getJurisdiction } from './timeline.ts'

export type Need = Channel['serves'][number]

export type ChannelAnswer = {
  id: string
  name: string
  kind: Channel['kind']
  open: 'yes' | 'no' | 'unknown'
  serves: Need[]
  article: string
  binding: boolean
  membership: { from: Bound; to: Bound }
  dualCriminality: {
    rule: Channel['dualCriminality']
    note: string
    is: 'yes' | 'no' | 'unknown' | 'not_needed'
  }
  threshold: { months: number; from: 'yes' | 'no' | 'unknown'; to: 'yes' | 'no' | 'unknown' } | null
  request: string[]
  use: string
  confidence: Channel['confidence']
  source: string
}

export type ChannelsAnswer = {
  from: string
  to: string
  on: PlainDate
  need: Need | null
  catalogueHash: string
  /** On the facts given: does each see an offence? Null without facts. */
  dualCriminality: ReturnType<typeof compare>['dualCriminality']
  /** Best first: open before doubtful before closed, binding before voluntary, then by how directly it serves. */
  channels: ChannelAnswer[]
  disclaimer: string
}

/** Through which door may one country ask another, on a day, for this; with what in the request and what may be done with the answer. Throws `BadInput` where both are one. */
export function channels(
  catalogue: Catalogue,
  question: {
    from: string
    to: string
    on: PlainDate
    need?: Need | undefined
    facts?: FactsInput | undefined
  },
): ChannelsAnswer {
  const { from, to, on } = question
  getJurisdiction(catalogue, from)
  getJurisdiction(catalogue, to)
  if (from === to) throw new BadInput(`found ${to} twice, expected another country to ask`, { field: 'to' })
  const both = compare(catalogue, { a: from, b: to, on, facts: question.facts })
  const found = catalogue.channels.channels
    .filter((one) => question.need === undefined || one.serves.includes(question.need))
    .map((one) => answerOf(catalogue, one, from, to, on, both))
  const order = { yes: 0, unknown: 1, no: 2 }
  const ranks = new Map(catalogue.channels.channels.map((one) => [one.id, one.rank]))
  found.sort(
    (a, b) =>
      order[a.open] - order[b.open] ||
      ranks.get(a.id)! - ranks.get(b.id)! ||
      Number(b.binding) - Number(a.binding) ||
      (a.id < b.id ? -1 : 1),
  )
  return {
    from,
    to,
    on,
    need: question.need ?? null,
    catalogueHash: catalogue.hash,
    dualCriminality: both.dualCriminality,
    channels: found,
    disclaimer,
  }
}

function answerOf(
  catalogue: Catalogue,
  channel: Channel,
  from: string,
  to: string,
  on: PlainDate,
  both: ReturnType<typeof compare>,
): ChannelAnswer {
  const pairs = channel.membership.map((body) => ({
    from: isBound(catalogue, body, from, on),
    to: isBound(catalogue, body, to, on),
  }))
  const openness = (pair: { from: Bound; to: Bound }): 'yes' | 'no' | 'unknown' =>
    pair.from.is === 'no' || pair.to.is === 'no'
      ? 'no'
      : pair.from.is === 'yes' && pair.to.is === 'yes'
        ? 'yes'
        : 'unknown'
  const membership =
    pairs.find((one) => openness(one) === 'yes') ??
    pairs.find((one) => openness(one) === 'unknown') ??
    pairs[0]!
  const months = channel.thresholdMonths
  const reach = (side: { life: boolean; maxMonths: number | null }): 'yes' | 'no' | 'unknown' =>
    side.life ? 'yes' : side.maxMonths === null ? 'unknown' : side.maxMonths >= months! ? 'yes' : 'no'
  const needed =
    channel.dualCriminality === 'required' ||
    channel.dualCriminality === 'may_refuse' ||
    channel.dualCriminality === 'limited'
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    open: openness(membership),
    serves: channel.serves,
    article: channel.article,
    binding: channel.binding,
    membership,
    dualCriminality: {
      rule: channel.dualCriminality,
      note: channel.dualCriminalityNote,
      is: needed ? (both.dualCriminality?.is ?? 'unknown') : 'not_needed',
    },
    threshold: months === undefined ? null : { months, from: reach(both.a), to: reach(both.b) },
    request: channel.request,
    use: channel.use,
    confidence: channel.confidence,
    source: catalogue.channels.sources[channel.source]!.text,
  }
}
