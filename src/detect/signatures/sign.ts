import type { Corpus } from '#platform/corpus'
import { inThisThread, inWorkers, type Reader } from './reader.ts'
import { forgetRemoved, nextNumber, unreadObservations } from './signatures.store.ts'

/** From how many observations on threads pay for their start. */
const worthThreads = 20_000

/**
 * Gives every observation that is new or has changed its signature, and forgets those that are gone.
 * Only what is new costs: this is where adding is incremental. Returns how many were read.
 */
export async function signObservations(
  corpus: Corpus,
  options: {
    since?: string | undefined
    onProgress?: (done: number) => void
    signal?: AbortSignal | undefined
  } = {},
): Promise<number> {
  await forgetRemoved(corpus)
  let number = await nextNumber(corpus)
  let done = 0
  let reader: Reader = inThisThread
  const underWay = new Set<Promise<void>>()
  let failed: unknown
  try {
    for await (const { rows, bytes } of unreadObservations(corpus, options.since)) {
      options.signal?.throwIfAborted()
      if (failed !== undefined) throw failed
      if (reader === inThisThread && done >= worthThreads) reader = inWorkers()
      const work = keep(reader, bytes, rows, number)
      underWay.add(work)
      void work.finally(() => underWay.delete(work))
      number += rows
      // Enough to keep the threads busy, and no more than that in memory.
      while (underWay.size >= 6) await Promise.race(underWay)
    }
    await Promise.all(underWay)
    if (failed !== undefined) throw failed
    return done
  } finally {
    await reader.close()
  }

  async function keep(by: Reader, bytes: Buffer, rows: number, firstNumber: number): Promise<void> {
    try {
      await corpus.insertLines('detect_signature', await by.read(bytes, firstNumber))
      done += rows
      options.onProgress?.(done)
    } catch (error) {
      failed ??= error
    }
  }
}
