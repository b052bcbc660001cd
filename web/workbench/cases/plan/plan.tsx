import type { CasePage } from '#cases'
import { useMay } from '../../session.ts'
import { NeedOf } from './need.tsx'
import { PlaceOf } from './place.tsx'
import { Referrals } from './referrals.tsx'
import { Services } from './services.tsx'

/** The plan: what the person needs, where they stay, what was asked of whom, and what became of it. */
export function Plan({ page }: { page: CasePage }) {
  const may = useMay()
  return (
    <div className="stack">
      {may('need', 'read')
        ? page.people.map((person) => (
            <div key={person.id} className="columns">
              <NeedOf code={page.code} person={person} jurisdiction={page.jurisdiction} />
              <PlaceOf code={page.code} person={person} />
            </div>
          ))
        : null}
      <Services page={page} />
      {may('referral', 'read') ? <Referrals page={page} /> : null}
    </div>
  )
}
