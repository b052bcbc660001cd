import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from 'zod'
import { AsyliaError } from '#platform/errors'
import type { Endpoint } from './endpoint.ts'

const ProblemSchema = z.object({
  type: z.string().describe('A reference into /api/problems'),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string().describe('Stable: script against this'),
  errors: z
    .array(z.object({ detail: z.string(), pointer: z.string().optional(), parameter: z.string().optional() }))
    .optional(),
  reference: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})

/** Writes every endpoint into the app's registry and gives the OpenAPI 3.1 document. */
export function describeEndpoints(
  app: Pick<OpenAPIHono, 'openAPIRegistry' | 'getOpenAPI31Document'>,
  endpoints: readonly Endpoint[],
): object {
  const registry = app.openAPIRegistry
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'asylia.session_token',
    description: 'Set by signing in; carries the prefix `__Host-` when served by https.',
  })
  const Problem = registry.register('Problem', ProblemSchema)
  const asProblem = { 'application/problem+json': { schema: Problem } }
  for (const each of endpoints) {
    registry.registerPath({
      method: each.method,
      path: '/api' + each.path,
      operationId: operationId(each),
      tags: [each.path.split('/')[1] ?? ''],
      summary: each.summary,
      ...(each.description === undefined ? {} : { description: each.description }),
      ...(each.access === 'public' ? {} : { security: [{ session: [] }] }),
      'x-asylia-access': each.access,
      request: {
        ...(each.params ? { params: each.params as z.ZodObject } : {}),
        ...(each.query ? { query: each.query as z.ZodObject } : {}),
        ...(each.body
          ? { body: { required: true, content: { 'application/json': { schema: each.body } } } }
          : {}),
      },
      responses: {
        [each.status ?? 200]: {
          description: 'Done',
          ...(each.answer ? { content: { 'application/json': { schema: each.answer } } } : {}),
        },
        default: { description: 'A problem (RFC 9457)', content: asProblem },
      },
    })
  }
  return generate(app, endpoints)
}

function generate(
  app: Pick<OpenAPIHono, 'openAPIRegistry' | 'getOpenAPI31Document'>,
  endpoints: readonly Endpoint[],
): object {
  const ids = endpoints.map(operationId)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) throw new AsyliaError('http.endpoint-twice', `two endpoints are ${twice}`)
  try {
    return app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: 'Asylia',
        version: '1',
        license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
        description: 'Everything the workbench does, as an interface. Errors are RFC 9457 problem details.',
      },
      servers: [{ url: '/' }],
    })
  } catch (error) {
    const says = error instanceof Error ? error.message : JSON.stringify(error)
    throw new AsyliaError('http.undocumentable', `a schema has no JSON form: ${says}`, {}, error)
  }
}

/** 'get /cases/{code}/screening' → 'getCasesByCodeScreening' */
function operationId(each: Endpoint): string {
  const words = each.path.split(/[/-]/).filter(Boolean)
  const capitals = words.map((word) => {
    const name = word.replaceAll(/[{}]/g, '')
    return (word.startsWith('{') ? 'By' : '') + name.charAt(0).toUpperCase() + name.slice(1)
  })
  return each.method + capitals.join('')
}
