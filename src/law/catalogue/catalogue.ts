import type { Calendars } from './calendar.ts'
import type { Jurisdiction } from './jurisdiction.ts'
import type { Channels, Membership, Treaty } from './treaty.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The whole law as one plain value: what `load.ts` reads, what the API serves, what every question is asked of. */
export type Catalogue = {
  /** SHA-256 over the content: with question and day it makes an answer reproducible. */
  hash: string
  vocabulary: Vocabulary
  treaties: Treaty[]
  memberships: Membership[]
  channels: Channels
  jurisdictions: Jurisdiction[]
  calendars: Calendars
}
