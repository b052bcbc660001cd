import { z } from 'zod'
import english from '../../locales/places/en.json' with { type: 'json' }

/**
 * One reason in words: a key of `locales/places`, its parameters, and the English sentence made from them. Screens
 * translate by key; the terminal and files show `text`.
 */
export type Reason = { key: ReasonKey; parameters: Readonly<Record<string, string | number>>; text: string }

export type ReasonKey = keyof typeof english

/** A reason as it is stored and sent. */
export const StoredReason: z.ZodType<Reason> = z.object({
  key: z.enum(Object.keys(english) as [ReasonKey, ...ReasonKey[]]),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
})

/** Numbers are rounded to three figures, as a person would say them; what is stored elsewhere stays exact. */
export function reason(key: ReasonKey, parameters: Readonly<Record<string, string | number>> = {}): Reason {
  const said = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'number' ? rounded(value) : value,
    ]),
  )
  const text = english[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(said[name] ?? ''))
  return { key, parameters: said, text }
}

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(3))
}
