import './law.css'
import { Select, Tabs, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import {
  type Facts,
  setFact,
  setFacts,
  useAssessment,
  useFacts,
  useJurisdictions,
  useRights,
} from './asking.ts'
import { CatalogueOf } from './catalogue.tsx'
import { Changes } from './changes.tsx'
import { Compare } from './compare.tsx'
import { firstFacts, firstPersonFacts } from './fact-kinds.ts'
import { openOf } from './open-questions.ts'
import { FactsForm } from './facts-form.tsx'
import { GapMatrix } from './gap-matrix.tsx'
import { Gaps } from './gaps.tsx'
import { Interview } from './interview.tsx'
import { useLawWords } from './law-words.ts'
import { Offences } from './offences.tsx'
import { Rights } from './rights.tsx'
import { RightsSheet } from './sheet.tsx'
import { Treaties } from './treaties.tsx'

const tabs = ['interview', 'assess', 'rights', 'compare', 'gaps', 'treaties', 'changes', 'catalogue'] as const
type Search = { tab?: string; of?: string; on?: string; treaty?: string }

/** What does the law say? Asked with facts; answered element by element, each with its article. */
export function LawPage() {
  const { t, jurisdictionName } = useLawWords()
  const { data } = useJurisdictions()
  const navigate = useNavigate()
  const search: Search = useSearch({ strict: false })
  const tab = tabs.find((id) => id === search.tab) ?? 'interview'
  const jurisdiction = search.of ?? 'GBR'
  const on = search.on ?? ''
  const go = (change: Search): void =>
    void navigate({ to: '/law', search: { ...search, ...change }, replace: true })
  const facts = useFacts()
  return (
    <Page
      title={t('workbench:place.law')}
      lead={t('workbench:question.law')}
      actions={
        <div className="law-ask">
          <Select
            label={t('ask.jurisdiction')}
            w={290}
            searchable
            allowDeselect={false}
            data={data?.jurisdictions.map((one) => ({ value: one.id, label: jurisdictionName(one) })) ?? []}
            value={jurisdiction}
            onChange={(next) => next && go({ of: next })}
          />
          <TextInput
            label={t('ask.on')}
            type="date"
            value={on}
            onChange={(event) => go({ on: event.currentTarget.value })}
          />
        </div>
      }
    >
      <Tabs value={tab} onChange={(next) => next && go({ tab: next })} keepMounted={false}>
        <Tabs.List mb="lg">
          {tabs.map((id) => (
            <Tabs.Tab key={id} value={id}>
              {t(`tab.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="interview">
          <Interview jurisdiction={jurisdiction} on={on} facts={only(facts, conductGroups)} />
        </Tabs.Panel>
        <Tabs.Panel value="assess">
          <Assess jurisdiction={jurisdiction} on={on} facts={facts} />
        </Tabs.Panel>
        <Tabs.Panel value="rights">
          <Entitled jurisdiction={jurisdiction} on={on} facts={facts} />
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          <Compare jurisdiction={jurisdiction} on={on} facts={facts} />
        </Tabs.Panel>
        <Tabs.Panel value="gaps">
          <div className="stack">
            <Gaps jurisdiction={jurisdiction} on={on} />
            <GapMatrix on={on} of={jurisdiction} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="treaties">
          <Treaties on={on} />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <Changes jurisdiction={jurisdiction} until={on} />
        </Tabs.Panel>
        <Tabs.Panel value="catalogue">
          <CatalogueOf jurisdiction={jurisdiction} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

type Asked = { jurisdiction: string; on: string; facts: Facts }

const personGroups = ['person', 'events']
const conductGroups = ['victim', 'acts', 'means', 'purposes', 'conduct', 'mind', 'evidence']

function Assess({ jurisdiction, on, facts }: Asked) {
  const assessment = useAssessment(jurisdiction, on, only(facts, conductGroups))
  const open = [...new Set(assessment.data?.offences.flatMap((offence) => offence.openQuestions))]
  return (
    <div className="columns columns-side">
      <Answer query={assessment}>{(answer) => <Offences answer={answer} />}</Answer>
      <FactsForm
        facts={facts}
        first={firstFacts}
        open={open}
        groups={conductGroups}
        onFact={setFact}
        onClear={() => setFacts({})}
      />
    </div>
  )
}

function Entitled({ jurisdiction, on, facts }: Asked) {
  const rights = useRights(jurisdiction, on, only(facts, personGroups))
  const open = rights.data ? openOf(rights.data) : []
  return (
    <div className="columns columns-side">
      <div className="stack">
        <RightsSheet jurisdiction={jurisdiction} on={on} person={only(facts, personGroups)} />
        <Answer query={rights}>{(answer) => <Rights answer={answer} />}</Answer>
      </div>
      <FactsForm
        facts={facts}
        first={firstPersonFacts}
        open={open}
        groups={personGroups}
        onFact={setFact}
        onClear={() => setFacts({})}
      />
    </div>
  )
}

const only = (facts: Facts, groups: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([path]) => groups.includes(path.split('.')[0] ?? '')))
