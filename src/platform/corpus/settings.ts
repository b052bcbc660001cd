/**
 * The settings both engines answer with, so that one SQL text means the same on a laptop and on a cluster:
 * 64-bit integers as strings, instants as ISO 8601 UTC, no silent default for a null or an unknown field.
 */
export const statementSettings = {
  output_format_json_quote_64bit_integers: '1',
  date_time_output_format: 'iso',
  date_time_input_format: 'best_effort',
  cast_string_to_date_time_mode: 'best_effort',
  session_timezone: 'UTC',
  input_format_null_as_default: '0',
  input_format_skip_unknown_fields: '0',
  input_format_defaults_for_omitted_fields: '1',
  async_insert: '0',
  mutations_sync: '1',
  // A restore brings the rows of many runs in one insert.
  max_partitions_per_insert_block: '0',
} as const satisfies Record<string, string>

/** What every MergeTree table carries, so that an acknowledged insert is on disk and a merge keeps it there. */
export const durableTableSettings = {
  fsync_after_insert: '1',
  fsync_part_directory: '1',
  min_rows_to_fsync_after_merge: '1',
} as const satisfies Record<string, string>

/** How much of the machine the corpus may take. Bytes and counts; every field may be left out. */
export type CorpusLimits = {
  /** The embedded engine's whole memory; 2 GiB unless told. A server has its own configuration. */
  serverMemory?: number
  /** One statement's memory; 1.5 GiB unless told. */
  statementMemory?: number
  /** Threads of one statement; the engine's own choice (one a core) unless told. */
  threads?: number
}

export const defaultLimits = { serverMemory: 2 * 2 ** 30, statementMemory: 1.5 * 2 ** 30 } as const

/** The settings of one statement, limits included. */
export function settingsFor(limits: CorpusLimits = {}): Record<string, string> {
  return {
    ...statementSettings,
    max_memory_usage: String(limits.statementMemory ?? defaultLimits.statementMemory),
    ...(limits.threads === undefined ? {} : { max_threads: String(limits.threads) }),
  }
}

/** The embedded engine's configuration file: durable tables, few background threads, small caches. */
export function engineConfiguration(limits: CorpusLimits = {}): string {
  const server = {
    max_server_memory_usage: String(limits.serverMemory ?? defaultLimits.serverMemory),
    background_pool_size: '2',
    background_merges_mutations_concurrency_ratio: '1',
    background_schedule_pool_size: '4',
    background_fetches_pool_size: '1',
    background_move_pool_size: '1',
    background_common_pool_size: '2',
    mark_cache_size: String(64 * 2 ** 20),
    index_mark_cache_size: String(16 * 2 ** 20),
  }
  const xml = (settings: Record<string, string>) =>
    Object.entries(settings)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('')
  return `<clickhouse>${xml(server)}<merge_tree>${xml(durableTableSettings)}</merge_tree></clickhouse>\n`
}
