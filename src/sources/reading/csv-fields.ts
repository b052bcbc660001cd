/** The fields of one CSV record, as `CsvSplitter` cut it: quotes taken off, doubled quotes made single. */
export function csvFields(record: string, delimiter: string): string[] {
  if (!record.includes('"')) return record.split(delimiter)
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (record[at] === '"') {
      let close = record.indexOf('"', at + 1)
      while (close >= 0 && record[close + 1] === '"') close = record.indexOf('"', close + 2)
      const end = close < 0 ? record.length : close
      fields.push(record.slice(at + 1, end).replaceAll('""', '"'))
      at = end + 1
    } else {
      const next = record.indexOf(delimiter, at)
      const end = next < 0 ? record.length : next
      fields.push(record.slice(at, end))
      at = end
    }
    if (at >= record.length) return fields
    at += 1
  }
}

/** The delimiter a header uses: the one of `, ; tab |` it holds most of. */
export function guessDelimiter(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t', '|'].map((mark) => [mark, plain.split(mark).length] as const)
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0]
}

/** One CSV line; fields are quoted only where they must be. */
export function csvLine(fields: readonly string[], delimiter = ','): string {
  const quote = (field: string) =>
    field.includes(delimiter) || /["\r\n]/.test(field) || /^\s|\s$/.test(field)
      ? `"${field.replaceAll('"', '""')}"`
      : field
  return `${fields.map(quote).join(delimiter)}\r\n`
}
