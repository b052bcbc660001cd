import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { Facts } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay, useSession } from '../session.ts'
import { Consents } from './consents.tsx'
import { AgeOf } from './age.tsx'
import { JoinNotice } from './joining.tsx'
import { IdentityOf } from './identity.tsx'
import { OwnView } from './own-view.tsx'
import { Questions } from './questions.tsx'

type Person = CasePage['people'][number]
const children = ['yes', 'no', 'unknown', 'declined', 'not_asked'] as const

/** The people of a case, each under a code name, and what they agreed to. */
export function People({ page }: { page: CasePage }) {
  const may = useMay()
  return (
    <div className="stack">
      <JoinNotice page={page} />
      {page.people.map((person) => (
        <PersonCard key={person.id} page={page} person={person} />
      ))}
      <Consents page={page} />
      <Questions page={page} />
      {may('person_code', 'read')
        ? page.people.map((person) => <OwnView key={person.id} page={page} person={person} />)
        : null}
    </div>
  )
}

function PersonCard({ page, person }: { page: CasePage; person: Person }) {
  const { code } = page
  const { data: me } = useSession()
  const isOn = page.assigned.some(({ userId }) => userId === me?.id)
  const { t } = useTranslation(['wb-cases', 'wb-casework'])
  const { country } = useReading()
  const may = useMay()
  const path = `/cases/${part(code)}/people/${part(person.id)}`
  const change = useDeed({
    run: (child: string) => api.patch<CasePage>(path, { version: person.version, child }),
    done: () => t('workbench:state.saved'),
    undo: (_, after) =>
      api.patch(path, {
        version: after.people.find(({ id }) => id === person.id)?.version,
        child: person.child,
      }),
    renew: [['cases']],
  })
  return (
    <section className="card stack-small">
      <h2>{person.codeName}</h2>
      <Facts
        items={[
          [
            t('open.child'),
            may('case', 'update') ? (
              <Select
                key="child"
                size="xs"
                w={240}
                aria-label={t('open.child')}
                allowDeselect={false}
                data={children.map((id) => ({ value: id, label: t(`childAnswer.${id}`) }))}
                value={person.child}
                disabled={change.isPending}
                onChange={(child) => child && child !== person.child && change.mutate(child)}
              />
            ) : (
              t(`childAnswer.${person.child}`)
            ),
          ],
          [t('wb-casework:age.title'), <AgeOf key="age" code={code} person={person} />],
          [
            t('person.nationality'),
            person.nationality === null ? t('workbench:state.unknown') : country(person.nationality),
          ],
        ]}
      />
      {isOn ? <IdentityOf code={code} person={person} /> : null}
    </section>
  )
}
