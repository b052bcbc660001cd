import type { Transaction } from '#platform/db'
import type { Mail } from './mail.ts'

type WishTable = { user_id: string; by_mail: boolean; last_sent_on: string | null }

declare module '#platform/db' {
  interface Tables {
    mail_wish: WishTable
  }
}

/** What every notice says, in each main language: that something waits, and not what, where, or from whom. */
const subject = 'A note · Une note · Una nota · ملاحظة'
const text = [
  'Something new waits for you. Sign in where you work to see it.',
  'Quelque chose de nouveau vous attend. Connectez-vous là où vous travaillez pour le voir.',
  'Algo nuevo le espera. Inicie sesión donde trabaja para verlo.',
  'هناك شيء جديد بانتظارك. سجّل الدخول حيث تعمل لتراه.',
].join('\n\n')

/** Whether somebody wishes to be told by e-mail. */
export async function readWish(trx: Transaction, userId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('mail_wish')
    .select('by_mail')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.by_mail ?? false
}

export async function keepWish(trx: Transaction, userId: string, byMail: boolean): Promise<void> {
  await trx
    .insertInto('mail_wish')
    .values({ user_id: userId, by_mail: byMail, last_sent_on: null })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ by_mail: byMail }))
    .execute()
}

/**
 * Tells those of these people who wished it that something waits: at most one mail a person and day, without content.
 * Returns how many were told. A server that refuses one address does not keep the others from being told; it is tried
 * again with the next occasion.
 */
export async function sendNotices(
  trx: Transaction,
  mail: Mail,
  people: readonly { id: string; email: string }[],
  today: string,
): Promise<number> {
  if (people.length === 0) return 0
  const wished = await trx
    .selectFrom('mail_wish')
    .select('user_id')
    .where('by_mail', '=', true)
    .where((eb) => eb.or([eb('last_sent_on', 'is', null), eb('last_sent_on', '<', today)]))
    .where(
      'user_id',
      'in',
      people.map(({ id }) => id),
    )
    .execute()
  const ids = new Set(wished.map((row) => row.user_id))
  let told = 0
  for (const { id, email } of people) {
    if (!ids.has(id)) continue
    const sent = await mail.send(email, subject, text).then(
      () => true,
      () => false,
    )
    if (!sent) continue
    await trx.updateTable('mail_wish').set({ last_sent_on: today }).where('user_id', '=', id).execute()
    told++
  }
  return told
}
