/** How the rows of an answer are written. */
export type RowsFormat = 'JSONEachRow' | 'RowBinary'

/** What Asylia asks of the engine process. `id` belongs to one statement from its first message to its last. */
export type EngineRequest =
  | { id: number; kind: 'command'; sql: string; set: string | undefined }
  | { id: number; kind: 'rows'; sql: string; set: string | undefined; format: RowsFormat }
  /** The reader has room for another chunk. */
  | { id: number; kind: 'more' }
  /** The reader stopped early. */
  | { id: number; kind: 'stop' }
  | { id: number; kind: 'insert'; table: string; lines: Uint8Array }
  | { id: number; kind: 'close' }

/** What the engine process answers. `text` is ClickHouse's own wording and never leaves `engine.ts` unread. */
export type EngineReply =
  | { kind: 'ready' }
  | { kind: 'unusable'; text: string }
  | { id: number; kind: 'chunk'; bytes: Uint8Array }
  | { id: number; kind: 'done' }
  | { id: number; kind: 'failed'; text: string }

/** How the engine process is told what to open: its command line. */
export type EngineArguments = { folder: string; connectionArgs: string[] }
