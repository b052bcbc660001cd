import type { Listener } from '#platform/jobs'
import { addEvent } from '../record/event.store.ts'
import { addTask } from '../tasks/task.store.ts'

/** What a person asks about their own record becomes a task with its clock. */
export function personListeners(): Listener[] {
  return [
    {
      name: 'cases.person-asked',
      topic: 'cases.person-asked',
      async handle(trx, { payload }, actor) {
        const { case: id, organisation: organisationId, request, answerBy } = payload
        if (typeof id !== 'string' || typeof organisationId !== 'string' || typeof answerBy !== 'string')
          return
        const found = { id, organisationId }
        const source = `person:${String(request)}`
        await addTask(trx, undefined, actor, found, { kind: 'answer_person', due: answerBy, source })
        await addEvent(trx, actor, found, { kind: 'person_asked' })
      },
    },
  ]
}
