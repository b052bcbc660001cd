import type { AccessModel } from './table.ts'

/** The access table as a page for people: who may do what, to whose rows, for what purpose, and why. */
export function accessPage(model: AccessModel): string {
  const sections = Object.entries(model.resources).map(([resource, { about, tables }]) => {
    const rules = model.rules.filter((rule) => rule.resource === resource)
    const rows = rules.map((rule) => {
      const purposes = rule.purposes.length === model.purposes.length ? 'any' : rule.purposes.join(', ')
      return `| ${rule.role} | ${rule.actions.join(', ')} | ${rule.ownership} | ${purposes} | ${rule.because} |`
    })
    const held = Object.keys(tables).map((table) => `\`${table}\``)
    return [
      `## ${resource}`,
      `${about[0]!.toUpperCase()}${about.slice(1)}. Tables: ${held.length > 0 ? held.join(', ') : 'none (no row of the records is touched)'}.`,
      [
        '| role | may | whose rows | for the purpose of | because |',
        '| --- | --- | --- | --- | --- |',
        ...rows,
      ].join('\n'),
    ].join('\n\n')
  })
  return [
    '# Who may do what',
    'Made from `src/model/access-table.ts`; do not edit (`npx vitest run test/access.test.ts -u` renews it). PostgreSQL enforces it by row-level security: what no line allows is refused, and a table that stands in no section is closed to everyone.',
    ...sections,
    '',
  ].join('\n\n')
}
