import { endpoint, type Endpoint } from '#platform/http'
import { Questionnaire, questionnaire } from './questionnaire.ts'

/** The questionnaire as data, for the form that staff fill in. */
export function questionnaireEndpoints(): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/intake/questionnaire',
      summary: 'What is asked of a reporter, in order; its words are those of the public door',
      access: { resource: 'report', action: 'create', purpose: 'intake' },
      answer: Questionnaire,
      handle: async () => questionnaire,
    }),
  ]
}
