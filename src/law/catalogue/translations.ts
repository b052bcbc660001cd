import { z } from 'zod'
import { PlainDate } from '#model'

/** Phrases of the jurisdictions' files in the other languages of a rights sheet. */
export const Translations = z.strictObject({
  recorded: PlainDate,
  phrases: z.array(
    z.strictObject({
      /** The phrase as it stands in a jurisdiction. */
      en: z.string().min(1),
      fr: z.string().min(1),
      es: z.string().min(1),
      ar: z.string().min(1),
      /** `ours`: not reviewed by a lawyer who speaks it. */
      state: z.enum(['ours', 'reviewed']),
    }),
  ),
})
export type Translations = z.infer<typeof Translations>
