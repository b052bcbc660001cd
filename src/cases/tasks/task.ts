import { z } from 'zod'
import { PlainDate } from '#model'
import { CaseCode } from '../record/case.ts'
import { CaseDay } from '../record/days.ts'

/** What a task is about. Only one in a worker's own words has words of its own; the others are named by their kind. */
export const TASK_KINDS = [
  'own_words',
  'reassess_risk',
  'prepare_hearing',
  'safety_measure',
  'right_due',
  'right_missed',
  'conference_action',
  'follow_up',
  'answer_person',
  'let_in',
  'review_emergency',
  'find_shelter',
  'ask_back',
  'of_age',
] as const
export const TaskKind = z.enum(TASK_KINDS)
export type TaskKind = z.infer<typeof TaskKind>

export const Task = z.object({
  id: z.string(),
  kind: TaskKind,
  title: z.string().nullable().describe('In a worker’s own words; null: the kind says it'),
  owner: z.string().nullable(),
  due: PlainDate.nullable(),
  source: z.string().nullable().describe('From what it came: hearing:…, right:…'),
  madeAt: z.string(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
  version: z.int(),
})
export type Task = z.infer<typeof Task>

/** A task beside its case's code, without words: what Today shows. */
export const TaskAtHand = Task.omit({ title: true }).extend({ code: CaseCode, late: z.boolean() })
export type TaskAtHand = z.infer<typeof TaskAtHand>

export const NewTask = z.object({
  id: z.uuid().optional().describe('Chosen with the form: sent twice, it is one task'),
  title: z.string().trim().min(1).max(500),
  due: CaseDay.nullable().default(null),
  owner: z.uuid().nullable().default(null),
})

export const TaskChange = z.object({
  version: z.int().min(1).describe('The version the change was made on; a newer one refuses it'),
  due: CaseDay.nullable().optional(),
  owner: z.uuid().nullable().optional(),
  done: z.boolean().optional(),
})
