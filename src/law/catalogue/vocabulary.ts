import { z } from 'zod'

/** One fact the rules may ask for. The words people read are in `locales/law`, under `facts.<group>.<name>`. */
export const Fact = z.strictObject({
  type: z.enum(['yes-no', 'number', 'day', 'choice', 'country']).default('yes-no'),
  /** What counts, in one sentence, for those who code facts. */
  meaning: z.string().min(1).optional(),
  /** Narrower to wider: who was forced was coerced. Never the other way round. */
  implies: z.array(z.string().min(1)).default([]),
  /** Cannot both be true. */
  excludes: z.array(z.string().min(1)).default([]),
  values: z.array(z.string().min(1)).optional(),
})
export type Fact = z.infer<typeof Fact>

/** The facts rules may ask for, in groups; the order within a group is the order of asking. */
export const Vocabulary = z.strictObject({
  about: z.string().min(1),
  facts: z.record(z.string().regex(/^[a-z]+$/), z.record(z.string().regex(/^[a-zA-Z0-9_]+$/), Fact)),
  /** Kinds of rights, in the order a rights sheet shows them. */
  rights: z.record(z.string().regex(/^[a-z_]+$/), z.strictObject({ meaning: z.string().min(1) })),
})
export type Vocabulary = z.infer<typeof Vocabulary>
