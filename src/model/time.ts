import { z } from 'zod'

/** A calendar day, 'YYYY-MM-DD', without a clock or a zone. */
export const PlainDate = z.iso.date().describe('A calendar day, YYYY-MM-DD')
export type PlainDate = z.infer<typeof PlainDate>
