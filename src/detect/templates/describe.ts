import type { Agreement, Score } from './agreement.ts'
import type { TemplateReport, TextReport } from './evaluate.ts'

const figure = (value: number): string => value.toFixed(3)
const score = ({ precision, recall, f1 }: Score): string =>
  `P ${figure(precision)} R ${figure(recall)} F1 ${figure(f1)}`
const line = ({ ari, pair, doc }: Agreement): string =>
  `ARI ${figure(ari)}; pairs ${score(pair)}; texts ${score(doc)}`

/** The report in words, one line a detector. */
export function describeTemplates(report: TemplateReport): string {
  return [
    line(report),
    `templates found ${report.templatesFound}, true ${report.templatesTrue}; ${Math.round(report.docsPerSecond)} texts/s`,
    ...more(report),
    ...(report.heldOut === undefined
      ? []
      : [`half of the templates, alone: ${line(report.heldOut)}`, ...more(report.heldOut)]),
    ...(report.peer ?? []).map(
      ({ run, ended, ...theirs }) => `InfoShield, ${run}: ${ended ? line(theirs) : 'ended without a result'}`,
    ),
  ].join('\n')
}

function more(report: TextReport): string[] {
  const scripts = Object.entries(report.scripts)
  return [
    ...(scripts.length < 2
      ? []
      : scripts.map(
          ([script, { docs, pair, doc }]) =>
            `  ${script}, ${docs} texts: pairs ${score(pair)}; texts ${score(doc)}`,
        )),
    ...(report.families === undefined
      ? []
      : [`  families, translations included: pairs ${score(report.families)}`]),
    ...(report.editions === undefined ? [] : [`  editions: ${line(report.editions)}`]),
    ...Object.entries(report.naive).map(([name, one]) => `  ${name}: ${line(one)}`),
  ]
}
