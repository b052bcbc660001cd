import type { AssessAnswer } from './assess.ts'
import type { ChangesAnswer } from './changes.ts'
import type { ChannelsAnswer } from './channels.ts'
import type { CompareAnswer } from './compare.ts'
import type { FileVerified } from './answers/kept-file.ts'
import type { GapChangesAnswer } from './gap-changes.ts'
import type { GapsAnswer } from './gaps.ts'
import type { JurisdictionSummary } from './jurisdictions.ts'
import type { RightAnswer, RightsAnswer } from './rights.ts'
import type { TextsCheck } from './texts.ts'
import { isVerified, type Cite } from './timeline.ts'
import type { TreatyStatusAnswer } from './treaty-status.ts'

// What the terminal prints for people. English: the workbench and the rights sheet speak the other languages.

const cited = (cite: Cite): string =>
  `[${cite.instrument}, ${cite.number}${isVerified(cite) ? '' : '; NOT VERIFIED'}]`

const results = { made_out: 'MADE OUT', not_made_out: 'not made out', unknown: 'OPEN' }
const marks = { met: '+', not_met: '-', unknown: '?', not_required: '·' }

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`

const reasons = { asked: '', conduct: ' (the day of the conduct)', today: ' (today)' }

const clashes = (answer: { contradictions: AssessAnswer['contradictions'] }): string[] =>
  answer.contradictions.flatMap((clash) => [
    '',
    `contradiction: ${clash.facts.join(' and ')}; taken as unknown`,
  ])

function term(range: { minMonths: number | null; maxMonths: number | null; life: boolean }): string {
  const length = (months: number | null): string =>
    months === null
      ? 'not stated'
      : months % 12 === 0
        ? counted(months / 12, 'year')
        : counted(months, 'month')
  const top = range.life ? 'life' : length(range.maxMonths)
  return range.minMonths ? `${length(range.minMonths)} to ${top}` : `up to ${top}`
}

export function assessment(answer: AssessAnswer): string {
  const lines = [`${answer.name}, law of ${answer.on}${reasons[answer.onBecause]}`]
  for (const one of answer.offences) {
    lines.push(
      '',
      `${results[one.result]}: ${one.title} (${one.section})${one.verified ? '' : ' NOT VERIFIED'}`,
    )
    for (const element of one.elements) {
      const facts = element.facts.map((fact) => `${fact.fact} ${fact.is}`).join(', ')
      lines.push(
        `  ${marks[element.result]} ${element.id}: ${element.result.replaceAll('_', ' ')}${facts && ` (${facts})`} ${cited(element.cite)}`,
      )
    }
    if (one.openQuestions.length > 0) lines.push(`  still open: ${one.openQuestions.join(', ')}`)
    for (const miss of one.nearMisses) {
      const would =
        typeof miss.would === 'boolean' ? `were ${miss.would}` : `were under ${miss.would.ageBelow}`
      lines.push(`  would be otherwise if ${miss.fact} ${would}`)
    }
    if (one.result !== 'not_made_out') {
      lines.push(`  penalty: ${term(one.penalty)} ${cited(one.penalty.cite)}`)
      for (const agg of one.aggravations.filter((a) => a.is === 'yes'))
        lines.push(`  aggravated (${agg.when}): ${term(agg)} ${cited(agg.cite)}`)
      lines.push(`  consent: ${one.consent.effect.replaceAll('_', ' ')} ${cited(one.consent.cite)}`)
    }
  }
  return [...lines, ...clashes(answer), '', answer.disclaimer].join('\n')
}

function right(one: RightAnswer): string[] {
  const by = one.deadline
    ? `; ${one.deadline.minimum ? 'at least ' : ''}${one.deadline.length} ${one.deadline.unit} from ${one.deadline.from}${one.deadline.day ? `: ${one.deadline.day}` : ''}`
    : ''
  const after = one.after.length > 0 ? `; after: ${one.after.map((step) => step.step).join(', ')}` : ''
  return [
    `  ${one.right.replaceAll('_', ' ')}${one.detail && `: ${one.detail}`}${by}${after} ${cited(one.cite)}`,
    ...(one.deadline?.caution ? [`    look: ${one.deadline.caution}`] : []),
    ...one.breaks.map((end) => `    ends by: ${end.what} (${end.is}) ${cited(end.cite)}`),
  ]
}

export function rightsList(answer: RightsAnswer): string {
  const section = (title: string, lines: string[]): string[] =>
    lines.length > 0 ? ['', title, ...lines] : []
  return [
    `${answer.name}, law of ${answer.on}`,
    ...section('Due now', answer.dueNow.flatMap(right)),
    ...section('Due after a step', answer.dueAfterStep.flatMap(right)),
    ...section('At an authority’s discretion', answer.discretionary.flatMap(right)),
    ...section(
      'Not provided, as far as known',
      answer.notProvided.map(
        (one) =>
          `  ${one.right.replaceAll('_', ' ')}: ${one.note} ${one.cite ? cited(one.cite) : `asked by ${one.askedBy.map((a) => a.obligation).join(', ')}`}`,
      ),
    ),
    ...section('What takes protection away', answer.warnings.flatMap(right)),
    ...clashes(answer),
    '',
    answer.disclaimer,
  ].join('\n')
}

export function gapList(answer: GapsAnswer): string {
  const { met, partly, missing, unknown } = answer.summary
  const rows = answer.gaps.map(
    (one) =>
      `${one.result.padEnd(8)} ${one.strength.padEnd(19)} ${one.obligation.padEnd(16)} bound: ${one.bound.is.padEnd(8)} ${one.asks.paraphrase}` +
      one.reserved.map((said) => `\n           ${said.kind}: ${said.says}`).join('') +
      one.tests
        .filter((test) => test.result !== 'met')
        .map(
          (test) =>
            `\n           ${test.about}: ${test.reason}${test.cites[0] ? ` ${cited(test.cites[0])}` : ''}`,
        )
        .join(''),
  )
  return [
    `${answer.name} on ${answer.on}: ${met} met, ${partly} partly, ${missing} missing, ${unknown} unknown`,
    ...rows,
    '',
    answer.disclaimer,
  ].join('\n')
}

function dual(found: CompareAnswer['dualCriminality']): string[] {
  if (!found) return []
  const turns = found.turnsOn.length > 0 ? `; it turns on ${found.turnsOn.join(', ')}` : ''
  const sides = [found.a, found.b].map((one) => `${one.offence} ${results[one.result]} ${cited(one.cite)}`)
  return [`both see an offence on these facts: ${found.is} (${sides.join('; ')})${turns}`]
}

export function comparison(answer: CompareAnswer): string {
  const side = (one: CompareAnswer['a']): string =>
    `${one.name}: ${one.offence.title} ${cited(one.offence.cite)}; means ${one.meansRequired.adult ? 'needed' : 'not needed'} for adults, ${one.meansRequired.child ? 'needed' : 'not needed'} for children; child under ${one.childAge}; consent ${one.consent.effect.replaceAll('_', ' ')}`
  const { a, b, dualCriminality } = answer
  return [
    side(a),
    side(b),
    ...answer.differences.map(
      (one) =>
        `${one.element}: only ${a.jurisdiction}: ${one.onlyA.join(', ') || '-'}; only ${b.jurisdiction}: ${one.onlyB.join(', ') || '-'}`,
    ),
    ...answer.thresholds.map(
      (one) => `${one.rule} (${one.months} months): ${a.jurisdiction} ${one.a}, ${b.jurisdiction} ${one.b}`,
    ),
    ...dual(dualCriminality),
    '',
    answer.disclaimer,
  ].join('\n')
}

const reserved = ({ from, to }: ChannelsAnswer['channels'][number]['membership']): string =>
  [from, to]
    .flatMap((one) => one.reservations.map((said) => `; ${one.state}, ${said.kind}: ${said.says}`))
    .join('')

export function channelList(answer: ChannelsAnswer): string {
  const rows = answer.channels.map(
    (one) =>
      `${one.open.padEnd(8)} ${one.name} (${one.article}); ${one.dualCriminality.note}; ${answer.from}: ${one.membership.from.reason}, ${answer.to}: ${one.membership.to.reason}${reserved(one.membership)}${one.confidence === 'draft' ? ' NOT VERIFIED' : ''}`,
  )
  const head = `${answer.from} asks ${answer.to} on ${answer.on}`
  return [head, ...rows, ...dual(answer.dualCriminality), '', answer.disclaimer].join('\n')
}

export function statusList(answer: TreatyStatusAnswer): string {
  const { bound, notBound, unknown, disputed, twoSources, withReservation } = answer.counts
  const rows = answer.states.map((one) => {
    const other = one.disputed.map((entry) => `; another source: ${entry.since}`).join('')
    const second = one.is === 'yes' && one.confirmed.length === 0 ? '; one source' : ''
    const said = one.reservations.map((entry) => `; ${entry.kind} ${entry.articles.join(', ')}`).join('')
    return `${one.state} ${one.is.padEnd(8)}${one.reason}${other}${second}${said}${one.confidence === 'draft' ? ' NOT VERIFIED' : ''}`
  })
  const head = `${answer.title} on ${answer.on}: ${bound} bound, ${notBound} not, ${unknown} unknown, ${disputed} disputed; ${twoSources} from two sources, ${withReservation} with a reservation or declaration`
  return [head, ...answer.notes, ...rows, '', answer.disclaimer].join('\n')
}

export function changeList(answer: ChangesAnswer): string {
  const rows = answer.changes.map(
    (one) =>
      `${one.day} ${one.jurisdiction} ${one.kind} ${one.what}: ${one.title} ${cited((one.after ?? one.before)!)}`,
  )
  return [...(rows.length > 0 ? rows : ['nothing']), '', answer.disclaimer].join('\n')
}

export function jurisdictionLine(one: JurisdictionSummary): string {
  const { draft, sourced, reviewed } = one.confidence
  return `${one.id} ${one.name}${one.invented ? ' (made up)' : ''}: ${one.offences} offences, ${one.rights} rights; ${reviewed} reviewed, ${sourced} sourced, ${draft} draft; from ${one.earliest}`
}

export function gapChangeList(answer: GapChangesAnswer): string {
  const state = (one: GapChangesAnswer['changed'][number]['before']): string =>
    one === null ? 'no duty yet' : `${one.result}, bound: ${one.bound}`
  const { before, after } = answer.summary
  const rows = answer.changed.map(
    (one) =>
      `${one.strength.padEnd(19)} ${one.obligation.padEnd(16)} ${state(one.before)} → ${state(one.after)}  ${one.asks.paraphrase}${one.after?.cites[0] ? ` ${cited(one.after.cites[0])}` : ''}`,
  )
  return [
    `${answer.name}, ${answer.since} to ${answer.until}: met ${before.met} → ${after.met}, partly ${before.partly} → ${after.partly}, missing ${before.missing} → ${after.missing}, unknown ${before.unknown} → ${after.unknown}`,
    ...(rows.length > 0 ? rows : ['nothing changed']),
    '',
    answer.disclaimer,
  ].join('\n')
}

export function verification(found: FileVerified): string {
  const { now } = found
  return [
    found.same
      ? 'the same bytes'
      : `NOT the same: first at ${found.differsAt} (engine then ${found.engine.asked}, now ${found.engine.now})`,
    ...(now === null
      ? []
      : [
          `the catalogue has changed since: ${now.law.length} statements on which it rests`,
          ...now.law.map((one) => `  ${one.what} ${one.kind} ${one.id}`),
          ...now.turned.map((one) => `  ${one.id}: ${one.before ?? 'nothing'} → ${one.after ?? 'nothing'}`),
        ]),
  ].join('\n')
}

export function textsLine(texts: TextsCheck): string {
  const { withHash, withoutHash, found, notFound } = texts
  const head = `${withHash + withoutHash} provisions read in a text, ${withHash} with its hash`
  return found === null
    ? head
    : [`${head}; ${found} found among the texts`, ...notFound.map((one) => `  not found: ${one}`)].join('\n')
}
