import { z } from 'zod'
import { PlainDate } from '#model'
import { MOST_FILES, ReportFile } from '../files/file.ts'
import { Message, Report, SHARING, type Sharing } from '../report/report.ts'

/**
 * The empty report that a second code opens, for somebody who is made to open one. Every report has one beside it, of
 * the same size, whether its reporter took a second code or not: that there is one says nothing. What is written to it
 * stays in it, so that it behaves as a report does; nobody at the desk sees it.
 */
export const Decoy = z.object({
  receivedAt: z.iso.datetime(),
  answerBy: PlainDate,
  share: z.partialRecord(z.enum(SHARING), z.boolean()).default({}),
  messages: z.array(Message).max(200).default([]),
  /** As they would stand in a full report; their bytes are forgotten. */
  files: z.array(ReportFile).max(MOST_FILES).default([]),
  /** On their way, as `intake_upload` holds those of a full report. */
  uploads: z
    .array(
      z.object({
        id: z.uuid(),
        length: z.int(),
        received: z.int(),
        parts: z.array(z.string()),
        at: z.iso.datetime(),
      }),
    )
    .default([]),
})
export type Decoy = z.infer<typeof Decoy>

/** The state after a message: sent twice it is there once. The oldest make room, in a talk that nobody reads. */
export function withMessage(
  decoy: Decoy,
  message: { id: string; text: string; sealed?: boolean; at: Date },
): Decoy {
  if (decoy.messages.some(({ id }) => id === message.id)) return decoy
  const { id, at, sealed = false } = message
  const text = sealed ? '' : message.text
  const added = { id, from: 'reporter' as const, text, sealed, at: at.toISOString(), read: false }
  return { ...decoy, messages: [...decoy.messages, added].slice(-200) }
}

export function withSharing(decoy: Decoy, share: Partial<Record<Sharing, boolean>>): Decoy {
  return { ...decoy, share }
}

/** What an empty report tells. */
export function reportOf(decoy: Decoy): Report {
  return Report.parse({ share: decoy.share })
}
