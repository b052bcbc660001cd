import { Button, Checkbox, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { useReading } from '../../ui/reading.ts'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { DialogForm } from './dialog-form.tsx'

type Person = CasePage['people'][number]

/** How old somebody was on the day it was told; told here, law, clocks and places go by it. */
export function AgeOf({ code, person }: { code: string; person: Person }) {
  const { t } = useTranslation('wb-casework')
  const { day, count } = useReading()
  const may = useMay()
  const [isTelling, setTelling] = useState(false)
  const { age } = person
  return (
    <span className="row">
      {age === null
        ? t('workbench:state.unknown')
        : t(age.isEstimate ? 'age.about' : 'age.told', { years: count(age.years), on: day(age.on) })}
      {may('case', 'update') ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setTelling(true)}>
          {t('age.tell')}
        </Button>
      ) : null}
      {isTelling ? <TellAge code={code} person={person} close={() => setTelling(false)} /> : null}
    </span>
  )
}

function TellAge({ code, person, close }: { code: string; person: Person; close: () => void }) {
  const { t } = useTranslation('wb-casework')
  const [years, setYears] = useState<number | string>('')
  const [isEstimate, setEstimate] = useState(false)
  const tell = useDeed({
    run: () =>
      api.patch(`/cases/${part(code)}/people/${part(person.id)}`, {
        version: person.version,
        age: { years, isEstimate },
      }),
    done: () => t('workbench:state.saved'),
    renew: [['cases']],
    after: close,
  })
  return (
    <DialogForm
      title={t('age.tell')}
      close={close}
      keep={() => tell.mutate()}
      isKeeping={tell.isPending}
      isReady={typeof years === 'number'}
    >
      <p className="small quiet">{t('age.means')}</p>
      <NumberInput
        label={t('age.years')}
        data-autofocus
        min={0}
        max={120}
        allowDecimal={false}
        clampBehavior="strict"
        value={years}
        onChange={setYears}
      />
      <Checkbox
        label={t('age.estimate')}
        description={t('age.estimateMeans')}
        checked={isEstimate}
        onChange={(event) => setEstimate(event.currentTarget.checked)}
      />
    </DialogForm>
  )
}
