import { availableParallelism } from 'node:os'
import type { Worker } from 'node:worker_threads'
import { startThread } from '#platform/threads'
import { type Buckets, type Candidates, type Comparable, fillBuckets, pairs, weigh } from './compare.ts'
import { type Editions, findEditions } from './editions.ts'
import type { FoundCluster } from './found.ts'
import type { Parts } from './parts.ts'
import { count } from './rarity.ts'
import { findWritten } from './written.ts'

/** A piece of the work, from one place to another. */
export type Task =
  | { do: 'count'; from: number; to: number }
  | { do: 'weigh'; from: number; to: number }
  | { do: 'bucket'; buckets: Buckets; from: number; to: number }
  | { do: 'pairs'; buckets: Buckets; from: number; to: number }
  | { do: 'editions'; parts: Parts; from: number; to: number }
  | { do: 'templates'; parts: Parts; clusters: FoundCluster[][]; from: number; to: number }

type Done = {
  count: null
  weigh: null
  bucket: null
  pairs: Candidates
  editions: Editions
  templates: number[][]
}
type TaskOf<Kind extends Task['do']> = Extract<Task, { do: Kind }>

/** Does a piece of the work in this thread. */
export function perform(data: Comparable, task: Task): Done[Task['do']] {
  switch (task.do) {
    case 'count':
      count(data.texts, data, task.from, task.to)
      return null
    case 'weigh':
      weigh(data, task.from, task.to)
      return null
    case 'bucket':
      fillBuckets(data, task.buckets, task.from, task.to)
      return null
    case 'pairs':
      return pairs(data, task.buckets, task.from, task.to)
    case 'editions':
      return findEditions(data, task.parts, task.from, task.to)
    case 'templates':
      return findWritten(data, task.parts, task.clusters, task.from)
    default:
      return task satisfies never
  }
}

/** Whoever compares texts: this thread, or several. */
export type Comparers = {
  perform<Kind extends Task['do']>(tasks: readonly TaskOf<Kind>[]): Promise<Done[Kind][]>
  close(): Promise<void>
}

/** From how many texts on threads pay for their start. */
const worthThreads = 20_000

export function openComparers(data: Comparable): Comparers {
  return data.texts.count < worthThreads ? inThisThread(data) : inThreads(data)
}

function inThisThread(data: Comparable): Comparers {
  return {
    perform: (tasks) => Promise.resolve(tasks.map((task) => perform(data, task)) as never),
    close: () => Promise.resolve(),
  }
}

type Answer = { done: Done[Task['do']] } | { error: string }

function inThreads(data: Comparable): Comparers {
  const threads = Array.from({ length: availableParallelism() }, () => {
    const thread = startThread(new URL('./comparing.worker.ts', import.meta.url))
    thread.postMessage(data)
    return thread
  })
  return {
    async perform(tasks) {
      const answers: unknown[] = []
      let next = 0
      const work = async (thread: Worker): Promise<void> => {
        for (let at = next++; at < tasks.length; at = next++) answers[at] = await ask(thread, tasks[at]!)
      }
      await Promise.all(threads.map(work))
      return answers as never
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

function ask(thread: Worker, task: Task): Promise<Done[Task['do']]> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: Answer): void => {
      thread.off('error', reject)
      if ('error' in answer) reject(new Error(answer.error))
      else resolve(answer.done)
    }
    thread.once('message', onMessage).once('error', reject)
    thread.postMessage(task)
  })
}
