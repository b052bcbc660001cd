import { Button, Kbd } from '@mantine/core'
import { IconArrowBackUp, IconPlayerSkipForward } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { AssessAnswer } from '#law'
import { Badge } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { useReading } from '../../ui/reading.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { assessmentQuery, type Facts, setFact, setFacts, useAssessment } from './asking.ts'
import { AnswerField, type FactValue, Question } from './facts-form.tsx'
import { kindOf } from './fact-kinds.ts'
import { useLawWords } from './law-words.ts'
import { nextQuestion, settles } from './next-question.ts'
import { Standing } from './standing.tsx'

type Asked = { jurisdiction: string; on: string; facts: Facts }

/**
 * One open question at a time, the most telling first, with what each answer would settle. Nothing has to be
 * answered: 'not known' puts a question aside, and it comes back when nothing else is left.
 */
export function Interview({ jurisdiction, on, facts }: Asked) {
  const assessment = useAssessment(jurisdiction, on, facts)
  return (
    <Answer query={assessment}>
      {(answer) => (
        <div className="columns columns-side">
          <AskOne answer={answer} jurisdiction={jurisdiction} on={on} facts={facts} />
          <Standing answer={answer} />
        </div>
      )}
    </Answer>
  )
}

function AskOne({ answer, facts, ...asked }: Asked & { answer: AssessAnswer }) {
  const { t, question, fact } = useLawWords()
  const [aside, setAside] = useState<readonly string[]>([])
  const path = nextQuestion(answer.offences, aside)
  const known = Object.keys(facts)
  const last = known.at(-1)
  const put = (value: FactValue): void => {
    if (path) setFact(path, value)
  }
  const putAside = (): void => {
    if (path) setAside([...aside.filter((one) => one !== path), path])
  }
  const isYesNo = path !== undefined && kindOf(path).is === 'yes-no'
  const key = (keys: string, label: string, run: () => void) => ({
    keys,
    label,
    group: t('tab.interview'),
    run,
  })
  useKeys([
    ...(isYesNo
      ? [key('y', t('truth.yes'), () => put(true)), key('n', t('truth.no'), () => put(false))]
      : []),
    ...(path ? [key('u', t('interview.aside'), putAside)] : []),
    ...(last ? [key('b', t('interview.back'), () => setFact(last, undefined))] : []),
  ])
  const asking = answer.offences.filter(
    (one) => one.result === 'unknown' && path && one.openQuestions.includes(path),
  )
  return (
    <div className="stack">
      {path ? (
        <section className="card law-ask-one" aria-live="polite">
          <h2 id={`fact-${path}`}>{question(path)}</h2>
          <p className="small quiet">
            {t('interview.why', { count: asking.length })}{' '}
            <span className="text-ltr" lang="en">
              {asking.map(({ section }) => section).join(' · ')}
            </span>
          </p>
          {isYesNo ? (
            <div className="law-choices">
              {([true, false] as const).map((value) => (
                <Button
                  key={String(value)}
                  size="md"
                  variant="default"
                  rightSection={<Kbd aria-hidden>{value ? 'y' : 'n'}</Kbd>}
                  onClick={() => put(value)}
                >
                  {t(value ? 'truth.yes' : 'truth.no')}
                </Button>
              ))}
            </div>
          ) : (
            <AnswerField key={path} path={path} value={undefined} onFact={setFact} />
          )}
          <WouldSettle key={path} answer={answer} facts={facts} path={path} {...asked} />
          <div className="row">
            <Button
              size="compact-md"
              variant="subtle"
              color="gray"
              leftSection={<IconPlayerSkipForward size={16} aria-hidden />}
              onClick={putAside}
            >
              {t('interview.aside')}
            </Button>
            {last ? (
              <Button
                size="compact-md"
                variant="subtle"
                color="gray"
                leftSection={<IconArrowBackUp size={16} aria-hidden />}
                onClick={() => setFact(last, undefined)}
              >
                {t('interview.back')}
              </Button>
            ) : null}
          </div>
          {aside.includes(path) ? <p className="small quiet">{t('interview.onlyAside')}</p> : null}
        </section>
      ) : (
        <section className="card">
          <h2>{t('interview.done')}</h2>
          <p className="quiet">{t('interview.settled')}</p>
        </section>
      )}
      {known.length > 0 ? (
        <section className="card">
          <div className="row-between">
            <h2>{t('interview.known')}</h2>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setFacts({})}>
              {t('interview.clear')}
            </Button>
          </div>
          {known.toReversed().map((one) => (
            <Question key={one} path={one} value={facts[one]} onFact={setFact} label={fact(one)} />
          ))}
        </section>
      ) : null}
    </div>
  )
}

/** For each answer one could give, what it would decide: the law asked once more with it. */
function WouldSettle({
  answer,
  facts,
  path,
  jurisdiction,
  on,
}: Asked & { answer: AssessAnswer; path: string }) {
  const { t, value: valueName } = useLawWords()
  const { count } = useReading()
  const kind = kindOf(path)
  const choices: readonly FactValue[] =
    kind.is === 'yes-no' ? [true, false] : kind.is === 'choice' ? kind.of : []
  const asked = useQueries({
    queries: choices.map((value) => assessmentQuery(jurisdiction, on, { ...facts, [path]: value })),
  })
  if (choices.length === 0) return null
  return (
    <dl className="law-settles">
      {choices.map((value, index) => {
        const after = asked[index]?.data
        const would = after ? settles(answer, after) : undefined
        const name =
          typeof value === 'boolean' ? t(value ? 'truth.yes' : 'truth.no') : valueName(path, String(value))
        return (
          <div key={String(value)}>
            <dt>{name}</dt>
            <dd aria-busy={would === undefined}>
              {would?.madeOut.map((section) => (
                <Badge key={section} tone="accent">
                  {t('interview.wouldBe', { section })}
                </Badge>
              ))}
              {would?.notMadeOut.map((section) => (
                <Badge key={section}>{t('interview.wouldNotBe', { section })}</Badge>
              ))}
              {would ? (
                <span className="small quiet">
                  {would.open === 0
                    ? t('interview.wouldEnd')
                    : t('interview.wouldLeave', {
                        count: would.questions,
                        questions: count(would.questions),
                        offences: count(would.open),
                      })}
                </span>
              ) : (
                <span className="small quiet">…</span>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
