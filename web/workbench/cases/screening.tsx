import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconClipboardList } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#cases'
import { Notice } from '../../ui/page.tsx'
import { Answer, Empty } from '../../ui/states.tsx'
import { useMay } from '../session.ts'
import { useScreenings } from './case-queries.ts'
import { Questions } from './questions.tsx'
import { Ask } from './screening/ask.tsx'
import { Disagreements } from './screening/disagreements.tsx'
import { Done } from './screening/done.tsx'
import { History } from './screening/history.tsx'
import { useScreeningSets } from './screening/screening-queries.ts'

type View = 'results' | 'history' | 'differ'

/**
 * Screening a person by a list of indicators: asking, what the marks say and why, how answers changed over time, and
 * where screeners differ. Indicators screen; a person decides, and the page says so first.
 */
export function Screening({ page }: { page: CasePage }) {
  const { t } = useTranslation(['wb-screening', 'wb-cases', 'wb-casework'])
  const found = useScreenings(page.code)
  const sets = useScreeningSets()
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const [setId, setSetId] = useState('ilo-11')
  const [personId, setPersonId] = useState(page.people[0]?.id ?? null)
  const [view, setView] = useState<View>('results')
  const canChange = may('case', 'update')
  return (
    <Answer query={sets}>
      {(all) => (
        <Answer query={found}>
          {({ screenings, disagreements }) => {
            const set = all.find(({ id }) => id === setId)!
            const ofPerson = screenings.filter((one) => one.personId === personId)
            const own = ofPerson.filter((one) => one.indicatorSet === setId)
            const differing = disagreements.filter(
              (one) => one.personId === personId && one.indicatorSet === setId,
            )
            return (
              <div className="stack">
                <Notice>
                  <strong>{t('decides')}</strong>
                  <p>{t('about')}</p>
                </Notice>
                <div className="screening-bar">
                  <Select
                    label={t('list')}
                    allowDeselect={false}
                    disabled={isAsking}
                    data={all.map(({ id, indicators }) => ({
                      value: id,
                      label: `${t(`set.${id}`)} (${indicators.length})`,
                    }))}
                    value={setId}
                    onChange={(next) => next && setSetId(next)}
                  />
                  {page.people.length > 1 ? (
                    <Select
                      label={t('person')}
                      allowDeselect={false}
                      disabled={isAsking}
                      data={page.people.map(({ id, codeName }) => ({ value: id, label: codeName }))}
                      value={personId}
                      onChange={setPersonId}
                    />
                  ) : null}
                  {canChange && !isAsking ? (
                    <Button onClick={() => setAsking(true)}>
                      {own.length === 0 ? t('begin') : t('wb-cases:screening.again')}
                    </Button>
                  ) : null}
                  {page.jurisdiction === 'GBR' && personId !== null && may('standard_record', 'update') ? (
                    <Link
                      to="/cases/$code/referral-uk/$person"
                      params={{ code: page.code, person: personId }}
                      className="small"
                    >
                      {t('referUk')}
                    </Link>
                  ) : null}
                </div>
                {/* Before the first question: what others have asked already, and what may be used again. */}
                {canChange && may('question', 'read') && (isAsking || own.length === 0) ? (
                  <details>
                    <summary>{t('wb-casework:asked.title')}</summary>
                    <Questions page={page} />
                  </details>
                ) : null}
                {isAsking ? (
                  <Ask
                    key={`${setId} ${personId}`}
                    page={page}
                    set={set}
                    personId={personId}
                    earlier={own}
                    done={() => {
                      setAsking(false)
                      setView('results')
                    }}
                  />
                ) : (
                  <>
                    {own.length > 0 ? (
                      <SegmentedControl
                        aria-label={t('view.title')}
                        data={(['results', 'history', 'differ'] as const).map((id) => ({
                          value: id,
                          label:
                            id === 'differ' ? t('view.differ', { count: differing.length }) : t(`view.${id}`),
                        }))}
                        value={view}
                        onChange={(next) => setView(next as View)}
                      />
                    ) : (
                      <Empty title={t('none.title')} icon={<IconClipboardList size={22} />}>
                        {t('none.what')}
                      </Empty>
                    )}
                    {own.length > 0 && view === 'history' ? <History set={set} screenings={own} /> : null}
                    {own.length > 0 && view === 'differ' ? <Disagreements disagreements={differing} /> : null}
                    {view === 'results'
                      ? own
                          .toReversed()
                          .map((screening) => (
                            <Done
                              key={screening.id}
                              code={page.code}
                              set={set}
                              screening={screening}
                              canDecide={canChange}
                            />
                          ))
                      : null}
                  </>
                )}
              </div>
            )
          }}
        </Answer>
      )}
    </Answer>
  )
}
