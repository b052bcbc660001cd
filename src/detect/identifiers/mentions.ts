import { ages } from './ages.ts'
import { money } from './money.ts'
import { papers } from './papers.ts'
import type { Tokens } from './tokens.ts'

/** What a text says that is nobody's: evidence in words and slots of templates, never a link and never a score. */
export type MentionKind = 'price' | 'wage' | 'age' | 'travel' | 'document'

export type Mention = {
  kind: MentionKind
  /** The normal form, such as '1200 EUR/month', '18-25', 'passport'. */
  value: string
  /** Where it stands in the source text, in UTF-16 units, end exclusive. */
  start: number
  end: number
}

export function mentionsOf(tokens: Tokens): Mention[] {
  return [
    ...(tokens.digits > 0 || tokens.mixed ? [...money(tokens), ...ages(tokens)] : []),
    ...papers(tokens),
  ]
}
