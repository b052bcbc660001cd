import { z } from 'zod'
import { PlainDate } from '#model'

/** Something that the law or the team's protocol asks for by a day. */
export const Demand = z.object({
  id: z.string(),
  by: PlainDate,
  kind: z.enum(['law', 'protocol']),
  source: z.string(),
  done: z.boolean(),
})
export type Demand = z.infer<typeof Demand>
