import { parse } from 'csv-parse/sync'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BadInput } from '#platform/errors'

/** Clusters that InfoShield predicted in one logged run; every text −1 where it ended without a table. */
export type PeerRun = { run: string; ended: boolean; found: string[] }

/**
 * The peer's logged runs on a corpus: files `NAME.log` of a folder whose name holds that of the corpus between `_`,
 * such as `fx_hard_1000.log` for `hard_1000.csv`, each with `NAME.template_table.csv` where it ended
 * (columns `LSH Label,Template #,ID`).
 */
export async function readPeer(folder: string, corpus: string, ids: readonly string[]): Promise<PeerRun[]> {
  const name = basename(corpus).replace(/\.csv$/, '')
  const files = await readdir(folder).catch(() => {
    throw new BadInput(`--peer: found no folder ${folder}, expected one with logs and template tables`)
  })
  const runs = files
    .filter((file) => file.endsWith('.log') && `_${file.slice(0, -4)}_`.includes(`_${name}_`))
    .map((file) => file.slice(0, -4))
    .sort()
  return Promise.all(
    runs.map(async (run): Promise<PeerRun> => {
      const table = `${run}.template_table.csv`
      const clusters = new Map<string, string>()
      const ended = files.includes(table)
      if (ended) {
        const rows = parse(await readFile(join(folder, table)), { columns: true, bom: true }) as Record<
          string,
          string
        >[]
        for (const row of rows)
          if (row['ID'] !== undefined) clusters.set(row['ID'], `${row['LSH Label']}/${row['Template #']}`)
      }
      return { run, ended, found: ids.map((id) => clusters.get(id) ?? '-1') }
    }),
  )
}
