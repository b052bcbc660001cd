import { z } from 'zod'
import { endpoint, type Endpoint } from '#platform/http'
import { htcdsPlusSchema } from './plus.ts'
import { htcds } from './standard.ts'

/** The data standard as we read and write it, for whoever builds against it. */
export function htcdsRoutes(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/cases/standards/htcds-plus',
      summary: 'The superset of HTCDS 2.0 as JSON Schema (draft 2020-12)',
      description: 'Public: a format, and nothing of anybody.',
      access: 'public',
      answer: z.looseObject({}),
      handle: async () => htcdsPlusSchema(),
    }),
    endpoint({
      method: 'get',
      path: '/cases/standards/htcds',
      summary: 'The 84 fields of HTCDS 2.0, their types and values, as published by IOM',
      description: 'Public: a published standard.',
      access: 'public',
      answer: z.looseObject({}),
      handle: async () => htcds,
    }),
  ]
}
