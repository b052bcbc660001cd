import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { changeSharing, eraseOwnReport, readOwnReport, returnWithCode, writeAsReporter } from '#intake'
import { one } from './fields.ts'
import { sharingOf } from './journey.ts'
import { tellingPage } from './report-pages.ts'
import { type Answer, type Asked, type PortalServices } from './respond.ts'
import { heldPage, returnPage } from './return-pages.ts'
import { SealedField } from './sealed-field.ts'
import { codeProblem } from './words.ts'

const LIFE_MS = 30 * 60_000
const MOST = 20_000

/** `/report/return`: the code opens what we hold, the talk, what was agreed to, and the way to erase it all. */
export function comingBack({ intake }: PortalServices): (asked: Asked) => Promise<Answer> {
  const holders = new SealedField(intake.keyring, z.object({ reportId: z.uuid() }), {
    purpose: 'held',
    lifeMs: LIFE_MS,
  })

  return async (asked) => {
    const { fields, t } = asked
    const holder = holders.read(one(fields, 'held'), intake.now())
    if (!holder) return withCode(asked)
    const { reportId } = holder
    switch (one(fields, 'go')) {
      case 'message': {
        const text = one(fields, 'text').trim()
        if (text === '') return held(asked, reportId, { notice: t('held.empty') })
        if (text.length > MOST) {
          const number = (value: number) => value.toLocaleString(asked.language)
          const notice = t('tooLong', { found: number(text.length), most: number(MOST) })
          return { ...(await held(asked, reportId, { notice, draft: text })), status: 400 }
        }
        const messageId = z.uuid().safeParse(one(fields, 'messageId'))
        await writeAsReporter(intake, reportId, messageId.data ?? randomUUID(), text)
        return held(asked, reportId, { notice: t('held.sent') })
      }
      case 'share':
        await changeSharing(intake, reportId, sharingOf(fields))
        return held(asked, reportId, { notice: t('held.shareChanged') })
      case 'erase':
        if (one(fields, 'sure') !== 'yes') return held(asked, reportId, { notice: t('held.notSure') })
        await eraseOwnReport(intake, reportId)
        return { body: tellingPage('erased', asked), keep: {} }
      default:
        // The language was changed while something was being written.
        return held(asked, reportId, { draft: one(fields, 'text') })
    }
  }

  async function withCode(asked: Asked): Promise<Answer> {
    const { fields, t } = asked
    const go = one(fields, 'go')
    const typed = one(fields, 'typed').slice(0, 1000)
    const draft = one(fields, 'draft') || one(fields, 'text')
    if (go !== 'open') {
      const late = one(fields, 'held') !== ''
      return { body: returnPage({ typed, draft, problem: late ? t('return.late') : undefined }, asked) }
    }
    const returned = await returnWithCode(intake, typed)
    if (returned.ok) return held(asked, returned.reportId, { draft })
    return { body: returnPage({ typed, draft, problem: codeProblem(returned, t) }, asked) }
  }

  async function held(
    asked: Asked,
    reportId: string,
    more: { notice?: string; draft?: string },
  ): Promise<Answer> {
    const found = await readOwnReport(intake, reportId)
    const shown = { held: holders.write({ reportId }, intake.now()), messageId: randomUUID(), ...more }
    return { body: heldPage(found, shown, asked) }
  }
}
