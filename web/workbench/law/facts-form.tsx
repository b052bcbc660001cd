import { Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useState } from 'react'
import { type Facts, useJurisdictions } from './asking.ts'
import { kindOf } from './fact-kinds.ts'
import { useLawWords } from './law-words.ts'

export type FactValue = boolean | number | string

type FactsFormProps = {
  facts: Facts
  /** Asked first, as long as they matter. */
  first: readonly string[]
  /** What could still change the answer, the most telling first. */
  open: readonly string[]
  /** The groups of the vocabulary that belong to this interview. */
  groups: readonly string[]
  /** States a fact; undefined takes it back to unknown. */
  onFact: (path: string, value: FactValue | undefined) => void
  onClear?: () => void
}

/**
 * The interview: what is known, then what could still change the answer, the most telling first. Every question can
 * be left at 'not known', and that is a value, never a no.
 */
export function FactsForm(props: FactsFormProps) {
  const { t, fact } = useLawWords()
  const [shown, setShown] = useState(12)
  const own = Object.keys(props.facts).filter((path) => props.groups.includes(path.split('.')[0] ?? ''))
  const answered = own.length
  const open = props.open.filter((path) => !(path in props.facts))
  const first = props.first.filter(
    (path) => !(path in props.facts) && (props.open.length === 0 || open.includes(path)),
  )
  const others = open.filter((path) => !first.includes(path))
  const asked = [...first, ...others]
  return (
    <section className="card">
      <div className="row-between">
        <h2>{t('interview.title')}</h2>
        {answered > 0 && props.onClear ? (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconEraser size={15} aria-hidden />}
            onClick={props.onClear}
          >
            {t('interview.clear')}
          </Button>
        ) : null}
      </div>
      {answered > 0 ? <div className="law-group">{t('interview.known')}</div> : null}
      {own.map((path) => (
        <Question key={path} path={path} value={props.facts[path]} onFact={props.onFact} label={fact(path)} />
      ))}
      {asked.length > 0 ? (
        <div className="law-group">{t('interview.open', { count: asked.length })}</div>
      ) : (
        <p className="quiet small">{t('interview.settled')}</p>
      )}
      {asked.slice(0, shown).map((path) => (
        <Question key={path} path={path} value={undefined} onFact={props.onFact} label={fact(path)} />
      ))}
      {asked.length > shown ? (
        <Button size="compact-sm" variant="subtle" mt="xs" onClick={() => setShown(shown + 20)}>
          {t('interview.more', { count: asked.length - shown })}
        </Button>
      ) : null}
    </section>
  )
}

type AnswerProps = { path: string; value: FactValue | undefined; onFact: FactsFormProps['onFact'] }

/** A fact's name and the field that states it. */
export function Question(props: AnswerProps & { label: string }) {
  return (
    <div className="law-question">
      <span id={`fact-${props.path}`}>{props.label}</span>
      <AnswerField {...props} />
    </div>
  )
}

/** The field that states a fact; it is named by the element with the id `fact-<path>`. */
export function AnswerField({ path, value, onFact }: AnswerProps) {
  const { t, value: valueName } = useLawWords()
  const kind = kindOf(path)
  const set = (next: FactValue | undefined): void => onFact(path, next)
  return (
    <>
      {kind.is === 'yes-no' ? (
        <SegmentedControl
          size="xs"
          aria-labelledby={`fact-${path}`}
          data={[
            { value: 'yes', label: t('truth.yes') },
            { value: 'no', label: t('truth.no') },
            { value: 'unknown', label: t('truth.unknown') },
          ]}
          value={value === undefined ? 'unknown' : value ? 'yes' : 'no'}
          onChange={(next) => set(next === 'unknown' ? undefined : next === 'yes')}
        />
      ) : null}
      {kind.is === 'number' ? (
        <NumberInput
          size="xs"
          w={130}
          min={0}
          max={150}
          allowDecimal={false}
          placeholder={t('truth.unknown')}
          aria-labelledby={`fact-${path}`}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => set(typeof next === 'number' ? next : undefined)}
        />
      ) : null}
      {kind.is === 'day' ? (
        <TextInput
          size="xs"
          w={150}
          type="date"
          aria-labelledby={`fact-${path}`}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => set(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
        />
      ) : null}
      {kind.is === 'choice' ? (
        <Select
          size="xs"
          w={190}
          clearable
          placeholder={t('truth.unknown')}
          aria-labelledby={`fact-${path}`}
          data={kind.of.map((id) => ({ value: id, label: valueName(path, id) }))}
          value={typeof value === 'string' ? value : null}
          onChange={(next) => set(next ?? undefined)}
        />
      ) : null}
      {kind.is === 'country' ? <CountryQuestion path={path} value={value} onChange={set} /> : null}
    </>
  )
}

function CountryQuestion(props: {
  path: string
  value: unknown
  onChange: (value: string | undefined) => void
}) {
  const { t, jurisdictionName } = useLawWords()
  const { data } = useJurisdictions()
  return (
    <Select
      size="xs"
      w={190}
      clearable
      searchable
      placeholder={t('truth.unknown')}
      aria-labelledby={`fact-${props.path}`}
      data={data?.jurisdictions.map((one) => ({ value: one.id, label: jurisdictionName(one) })) ?? []}
      value={typeof props.value === 'string' ? props.value : null}
      onChange={(next) => props.onChange(next ?? undefined)}
    />
  )
}
