/** What a log line may hold: names of things, counts, codes, our own ids. Never a person's data, address or text. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

export type LogLevel = 'info' | 'warn' | 'error'

/** Writes one event. `event` is a fixed phrase from the code, so that no input can reach it. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void

/** One JSON object a line on stderr; stdout is left to answers. */
export const logToStderr: Log = (level, event, fields = {}) => {
  const line = JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })
  process.stderr.write(line + '\n')
}

/** For tests and for commands whose output is their answer. */
export const noLog: Log = () => {}
