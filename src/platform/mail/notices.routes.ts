import { z } from 'zod'
import { type Endpoint, endpoint } from '#platform/http'
import { keepWish, readWish } from './notices.ts'

const Wish = z.object({
  byMail: z.boolean().describe('Be told by e-mail, at most once a day, without content'),
})
const Answer = Wish.extend({ possible: z.boolean().describe('false: the operator has set no mail server') })

/** Whether I am told by e-mail that something waits. */
export function noticeEndpoints({ hasMail }: { hasMail: boolean }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/me/notices',
      summary: 'Whether I am told by e-mail that something waits for me',
      access: 'signed-in',
      answer: Answer,
      async handle({ db, actor }) {
        return { byMail: await db.as(actor, (trx) => readWish(trx, actor.id)), possible: hasMail }
      },
    }),
    endpoint({
      method: 'put',
      path: '/me/notices',
      summary: 'Says whether I wish to be told by e-mail; the mail never says what waits',
      access: 'signed-in',
      body: Wish,
      answer: Answer,
      async handle({ body, db, actor }) {
        await db.as(actor, (trx) => keepWish(trx, actor.id, body.byMail))
        return { byMail: body.byMail, possible: hasMail }
      },
    }),
  ]
}
