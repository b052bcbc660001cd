import { z } from 'zod'

/** A country as ISO 3166-1 alpha-3. Codes XAA to XXZ are user-assigned: the made-up countries of the demo. */
export const Alpha3 = z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters, ISO 3166-1 alpha-3')
export type Alpha3 = z.infer<typeof Alpha3>
