import { z } from 'zod'

/** Why a report is hidden from somebody. */
export const RecusalReason = z.enum(['names_me', 'names_colleague'])
export type RecusalReason = z.infer<typeof RecusalReason>

/** A report is hidden from a colleague whom it names; whoever it is hidden from never reads this. */
export const Recusal = z.object({
  personId: z.uuid(),
  because: RecusalReason,
  markedBy: z.uuid(),
  markedOn: z.string(),
})
export type Recusal = z.infer<typeof Recusal>

export const Receiver = z.object({ id: z.uuid(), name: z.string(), kind: z.string() })
export type Receiver = z.infer<typeof Receiver>
