import { Button, Checkbox, Modal, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage, PersonRequest, PersonView } from '#cases'
import { Badge, Notice } from '../../ui/page.tsx'
import { useReading } from '../../ui/reading.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { api, part } from '../api.ts'
import { useDeed } from '../deeds.tsx'
import { useMay } from '../session.ts'
import { languages } from '../words.ts'
import { usePersonView } from './casework-queries.ts'
import { DialogForm } from './dialog-form.tsx'
import { Deadline } from './marks.tsx'
import { stateOf } from './tasks.tsx'

const parts = ['known', 'rights', 'consents', 'plan', 'dates', 'looks'] as const

/** The person's own code: what they see with it, what is not safe to show, what they asked us. */
export function OwnView({ page, person }: { page: CasePage; person: CasePage['people'][number] }) {
  const { t } = useTranslation('wb-casework')
  const found = usePersonView(page.code, person.id)
  return (
    <section className="card stack-small" aria-label={t('own.title', { codeName: person.codeName })}>
      <h2>{t('own.title', { codeName: person.codeName })}</h2>
      <p className="small quiet">{t('own.about')}</p>
      <Answer query={found} loading={<Lines count={3} />}>
        {(view) => (
          <>
            <OwnCode page={page} personId={person.id} view={view} />
            {view.requests.map((request) => (
              <Request key={request.id} page={page} personId={person.id} request={request} />
            ))}
          </>
        )}
      </Answer>
    </section>
  )
}

function OwnCode({ page, personId, view }: { page: CasePage; personId: string; view: PersonView }) {
  const { t } = useTranslation('wb-casework')
  const { instant } = useReading()
  const may = useMay()
  const [isGiving, setGiving] = useState(false)
  const base = `/cases/${part(page.code)}/people/${part(personId)}`
  const revoke = useDeed({
    run: () => api.delete(`${base}/code`),
    done: () => t('own.revoked'),
    renew: [['cases', page.code]],
  })
  const hide = useDeed({
    run: (hidden: readonly string[]) => api.put(`${base}/view`, { hidden }),
    done: () => t('workbench:state.saved'),
    renew: [['cases', page.code]],
  })
  if (!may('person_code', 'create')) return null
  const shown = (id: (typeof parts)[number]): boolean => !view.hidden.includes(id)
  return (
    <>
      <p className="small">
        {view.codeGivenAt === null ? t('own.noCode') : t('own.given', { at: instant(view.codeGivenAt) })}
      </p>
      {view.codeGivenAt === null ? null : (
        <fieldset className="case-fieldset">
          <legend>{t('own.shows')}</legend>
          {parts.map((id) => (
            <Checkbox
              key={id}
              label={t(`own.part.${id}`)}
              checked={shown(id)}
              disabled={hide.isPending}
              onChange={() =>
                hide.mutate(shown(id) ? [...view.hidden, id] : view.hidden.filter((one) => one !== id))
              }
            />
          ))}
          <p className="tiny quiet">{t('own.never')}</p>
        </fieldset>
      )}
      <div className="row">
        <Button size="xs" variant="default" onClick={() => setGiving(true)}>
          {t(view.codeGivenAt === null ? 'own.give' : 'own.giveNew')}
        </Button>
        {view.codeGivenAt === null ? null : (
          <Button size="xs" variant="subtle" color="gray" onClick={() => revoke.mutate()}>
            {t('own.revoke')}
          </Button>
        )}
      </div>
      {isGiving ? (
        <GiveCode page={page} base={base} hidden={view.hidden} close={() => setGiving(false)} />
      ) : null}
    </>
  )
}

function GiveCode(props: { page: CasePage; base: string; hidden: readonly string[]; close: () => void }) {
  const { t, i18n } = useTranslation('wb-casework')
  const [language, setLanguage] = useState(i18n.language)
  const give = useDeed({
    run: () => api.post<{ spelt: string }>(`${props.base}/code`, { language, hidden: props.hidden }),
    renew: [['cases', props.page.code]],
  })
  if (give.data) {
    return (
      <Modal
        opened
        onClose={props.close}
        title={t('own.code')}
        closeButtonProps={{ 'aria-label': t('workbench:state.close') }}
      >
        <div className="stack-small">
          <p>{t('own.once')}</p>
          <Notice>
            <code className="mono" dir="auto" data-testid="own-code">
              {give.data.spelt}
            </code>
          </Notice>
          <p className="small">{t('own.where', { address: `${location.origin}/report/my-case` })}</p>
        </div>
      </Modal>
    )
  }
  return (
    <DialogForm
      title={t('own.give')}
      close={props.close}
      keep={() => give.mutate()}
      isKeeping={give.isPending}
      action={t('own.give')}
    >
      <p className="small">{t('own.beforeGiving')}</p>
      <Select
        label={t('own.language')}
        allowDeselect={false}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        value={language}
        onChange={(next) => next && setLanguage(next)}
      />
    </DialogForm>
  )
}

function Request(props: { page: CasePage; personId: string; request: PersonRequest }) {
  const { page, personId, request } = props
  const { t } = useTranslation('wb-casework')
  const may = useMay()
  const [text, setText] = useState('')
  const path = `/cases/${part(page.code)}/people/${part(personId)}/requests/${part(request.id)}/answer`
  const answer = useDeed({
    run: () => api.post(path, { text }),
    done: () => t('own.answered'),
    renew: [['cases']],
    after: () => setText(''),
  })
  return (
    <div className="stack-small">
      <p className="row">
        <Badge>{t(`own.request.${request.kind}`)}</Badge>
        {request.answer === null ? (
          <Deadline day={request.answerBy} state={stateOf(request.answerBy)} />
        ) : (
          <Badge tone="accent">{t('own.answered')}</Badge>
        )}
      </p>
      <p className="case-note" dir="auto" data-private="">
        {request.text}
      </p>
      {request.answer === null ? null : (
        <p className="case-note quiet" dir="auto" data-private="">
          {request.answer}
        </p>
      )}
      {request.answer === null && may('person_request', 'update') ? (
        <form
          className="stack-small"
          onSubmit={(event) => {
            event.preventDefault()
            answer.mutate()
          }}
        >
          <Textarea
            label={t('own.answer')}
            autosize
            minRows={2}
            dir="auto"
            maxLength={10_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" size="xs" loading={answer.isPending} disabled={text.trim() === ''}>
              {t('own.send')}
            </Button>
          </div>
        </form>
      ) : null}
    </div>
  )
}
