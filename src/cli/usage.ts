import type { Command } from '#platform/command'

/** The verbs with what each is for; with words, those that begin so. */
export function usage(commands: readonly Command[], words: readonly string[]): string {
  const chosen = commands.filter(({ name }) => words.every((word, i) => name[i] === word))
  const lines = chosen.map(({ usage: line, summary }) => `  asylia ${line}\n      ${summary}`)
  return [
    'Asylia: from a sign of trafficking to protection, justice and policy.',
    '',
    ...lines,
    '',
    '--json prints one JSON object on stdout and nothing else there.',
    'ASYLIA_DATA, DATABASE_URL, CLICKHOUSE_URL, ASYLIA_FILES, ASYLIA_PORT and ASYLIA_PUBLIC_URL are read at start (README).',
    '',
  ].join('\n')
}
