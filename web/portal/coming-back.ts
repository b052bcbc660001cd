import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  addFile,
  changeSharing,
  eraseOwnFile,
  eraseOwnReport,
  listOwnFiles,
  openDraft,
  readOwnReport,
  readReturnCode,
  returnWithCode,
  SealedWords,
  throwAwayDraft,
  type Visit,
  whoLooked,
  writeAsReporter,
} from '#intake'
import { one } from './fields.ts'
import { fileNotice, type Holders } from './holders.ts'
import { sharingOf } from './journey.ts'
import type { ReportJourney } from './report-journey.ts'
import { tellingPage } from './report-pages.ts'
import { type Answer, type Asked, type PortalServices } from './respond.ts'
import { heldPage, returnPage } from './return-pages.ts'
import { codeProblem } from './words.ts'

const MOST = 20_000
/**
 * What a code opened is shown no sooner than this: an empty report is quicker to read than a full one, and the clock shall
 * not tell which it was. Whoever tries codes waits as long for each.
 */
const SHOWN_AFTER_MS = 250

type Parts = { journey: ReportJourney; holders: Holders }

/** `/report/return`: the code opens what we hold, the talk, what was agreed to, and the way to erase it all. */
export function comingBack({ intake, doors, receiver }: PortalServices, { journey, holders }: Parts) {
  return async (asked: Asked): Promise<Answer> => {
    const { fields } = asked
    const visit = holders.read(one(fields, 'held'))
    if (visit) return noSooner(SHOWN_AFTER_MS, () => answer(asked, visit))
    // What is no code is looked up nowhere.
    const isCode = one(fields, 'go') === 'open' && readReturnCode(one(fields, 'typed').slice(0, 1000)).ok
    return noSooner(isCode ? SHOWN_AFTER_MS : 0, () => withCode(asked))
  }

  async function answer(asked: Asked, visit: Visit): Promise<Answer> {
    const { fields, t } = asked
    switch (one(fields, 'go')) {
      case 'message':
        return message(asked, visit)
      case 'share':
        await changeSharing(intake, visit, sharingOf(fields))
        return held(asked, visit, { notice: t('held.shareChanged') })
      case 'file':
        return file(asked, visit)
      case 'erase-file':
        await eraseOwnFile(intake, visit, z.uuid().parse(one(fields, 'file')))
        return held(asked, visit, { notice: t('files.erased') })
      case 'uploaded':
        return held(asked, visit, { notice: one(fields, 'notice').slice(0, 500) })
      case 'erase':
        if (one(fields, 'sure') !== 'yes') return held(asked, visit, { notice: t('held.notSure') })
        for (const blob of await eraseOwnReport(intake, visit)) await intake.files.delete(blob)
        return { body: tellingPage('erased', asked), keep: {} }
      default:
        // The language was changed while something was being written.
        return held(asked, visit, { draft: one(fields, 'text') })
    }
  }

  async function message(asked: Asked, visit: Visit): Promise<Answer> {
    const { fields, t } = asked
    const messageId = z.uuid().safeParse(one(fields, 'messageId')).data ?? randomUUID()
    const box = SealedWords.safeParse(one(fields, 'sealed.text'))
    const text = one(fields, 'text').trim()
    if (box.success) {
      await writeAsReporter(intake, visit, { id: messageId, text: box.data, sealed: true })
      return held(asked, visit, { notice: t('held.sentSealed') })
    }
    if (text === '') return held(asked, visit, { notice: t('held.empty') })
    if (text.length > MOST) {
      const number = (value: number) => value.toLocaleString(asked.language)
      const notice = t('tooLong', { found: number(text.length), most: number(MOST) })
      return { ...(await held(asked, visit, { notice, draft: text })), status: 400 }
    }
    await writeAsReporter(intake, visit, { id: messageId, text })
    return held(asked, visit, { notice: t('held.sent') })
  }

  async function file(asked: Asked, visit: Visit): Promise<Answer> {
    const { fields, t, upload } = asked
    if (!upload) return held(asked, visit, { notice: t('files.empty') })
    const added = await addFile(intake, visit, {
      id: z.uuid().safeParse(one(fields, 'fileId')).data ?? randomUUID(),
      name: upload.name,
      bytes: upload.bytes,
      keepOriginal: one(fields, 'original') === 'yes',
    })
    return { ...(await held(asked, visit, { notice: fileNotice(added, t) })), status: added.ok ? 200 : 400 }
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
    if (!returned.ok) return { body: returnPage({ typed, draft, problem: codeProblem(returned, t) }, asked) }
    if (returned.opens === 'visit') return held(asked, returned.visit, { draft })
    if (one(fields, 'throwAway') === 'yes') {
      await throwAwayDraft(intake, returned.id)
      return { body: tellingPage('erased', asked), keep: {} }
    }
    return journey.resume(asked, await openDraft(intake, returned.id, returned.code))
  }

  async function held(asked: Asked, visit: Visit, more: { notice?: string; draft?: string }) {
    const readers = await receiver()
    const [found, files, looks, door] = await Promise.all([
      readOwnReport(intake, visit),
      listOwnFiles(intake, visit),
      whoLooked(intake, visit),
      readers && doors.of(readers.id),
    ])
    const shown = {
      held: holders.write(visit),
      messageId: randomUUID(),
      fileId: randomUUID(),
      files,
      looks,
      door,
      ...more,
    }
    return { body: heldPage(found, shown, asked) }
  }
}

/** The wait is left to whoever answers: 10,000 wrong codes must not sit on the turns of those who come back. */
async function noSooner(ms: number, work: () => Promise<Answer>): Promise<Answer> {
  const begun = performance.now()
  return { ...(await work()), notBefore: begun + ms }
}
