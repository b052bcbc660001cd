import { createTranslator } from '#platform/i18n'
import { fileReport, type IntakeServices } from '../report/file-report.ts'
import { answerMessage, newSession, type Setting, type Turn } from './conversation.ts'
import { eraseOldSessions, findSession, keepSession, sender, type TextSession } from './session.store.ts'

/** A message as a gateway hands it on. */
export type IncomingText = {
  /** As the gateway writes it; it leaves this process in no form but a keyed hash. */
  from: string
  text: string
  /** The gateway's own name of the message: told twice, it is answered once. */
  messageId: string
}

export type TextReply = {
  text: string
  /** Nothing more is expected: a USSD gateway closes the menu. */
  ends: boolean
}

/** What takes messages in. */
export interface TextChannel {
  receive(incoming: IncomingText): Promise<TextReply>
}

/**
 * A gateway: it hands what comes in to the channel and sends the reply back. It keeps a message only until it was answered,
 * and logs neither number nor text.
 */
export interface TextAdapter {
  readonly name: string
  start(channel: TextChannel): Promise<void>
  stop(): Promise<void>
}

export type TextReceiver = { id: string; name: string }

/** How long a talk that was left off can be gone on with, in hours. */
export const SESSION_HOURS = 24
const HOUR = 3_600_000

/** The shared questionnaire by text messages, for one organisation. */
export function openTextChannel(
  services: IntakeServices,
  receiver: () => Promise<TextReceiver | undefined>,
  emergency = '112',
): TextChannel {
  return {
    async receive({ from, text, messageId }) {
      const to = await receiver()
      const setting = settingFor(to?.name ?? '', emergency)
      if (!to) return { text: setting.languages[0]!.words('closed'), ends: true }
      const who = sender(services.keyring, from)
      const begun = await services.db.as(who.actor, async (trx) => {
        await eraseOldSessions(trx)
        return findSession(trx, who)
      })
      if (begun?.last?.messageId === messageId) return { text: begun.last.reply, ends: begun.last.ends }
      const isGoingOn = begun !== undefined && !begun.last?.ends
      const turn = isGoingOn ? answerMessage(begun, text, setting) : answerMessage(newSession(), '', setting)
      if (turn.file) await file(services, to.id, turn.session)
      const reply = { text: turn.reply, ends: turn.ends }
      await services.db.as(who.actor, (trx) =>
        keepSession(trx, who, withLast(turn, messageId), eraseAfter(services.now())),
      )
      return reply
    },
  }
}

/** Of a talk that is over only its last answer is kept, for a gateway that tells its last message again. */
function withLast({ session, reply, ends }: Turn, messageId: string): TextSession {
  return { ...(ends ? newSession() : session), last: { messageId, reply, ends } }
}

function eraseAfter(now: Date): Date {
  return new Date((Math.floor(now.getTime() / HOUR) + SESSION_HOURS + 1) * HOUR)
}

async function file(services: IntakeServices, organisationId: string, session: TextSession): Promise<void> {
  await fileReport(services, {
    id: session.reportId,
    code: session.code,
    organisationId,
    channel: 'text',
    language: session.language ?? 'en',
    report: session.report,
  })
}

/** The languages that have words for this channel, each by its own name. */
export function settingFor(organisation: string, emergency: string): Setting {
  const translator = createTranslator('intake-text')
  const languages = translator.languages.map((id) => ({
    id,
    name: translator.in(id)('language'),
    words: translator.in(id),
  }))
  return { languages, organisation, emergency }
}
