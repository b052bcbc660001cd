import { Spotlight, spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconLanguage, IconLock, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKeys } from '../../ui/use-keys.ts'
import type { Me } from '../session.ts'
import { useFound } from '../search.ts'
import { chooseLanguage, type Language, languages } from '../words.ts'
import { lockNow } from './leaving.ts'
import { reachable } from './places.tsx'

/** Ctrl K: go anywhere, find a case, a report or a pattern by its code or place, do anything. */
export function CommandPalette({ me }: { me: Me }) {
  const { t, i18n } = useTranslation('workbench')
  const navigate = useNavigate()
  const [query, setQuery] = useState('')
  const found = useFound(query)
  useKeys([{ keys: 'mod+k', label: t('shell.search'), group: t('keys.everywhere'), run: spotlight.open }])

  const go: SpotlightActionData[] = reachable(me).map(({ id, to, icon: Icon }) => ({
    id,
    label: t(`place.${id}`),
    description: t(`question.${id}`),
    leftSection: <Icon size={20} stroke={1.7} />,
    onClick: () => void navigate({ to }),
  }))
  const records: SpotlightActionData[] = found.map(({ to, label, kind, icon: Icon, more }) => ({
    id: to,
    label,
    description: [t(`found.${kind}`), more].filter(Boolean).join(' · '),
    leftSection: <Icon size={20} stroke={1.7} />,
    onClick: () => void navigate({ to }),
  }))
  const deeds: SpotlightActionData[] = [
    {
      id: 'lock',
      label: t('shell.lock'),
      leftSection: <IconLock size={20} stroke={1.7} />,
      onClick: () => void lockNow(),
    },
    ...(Object.keys(languages) as Language[])
      .filter((language) => language !== i18n.language)
      .map((language) => ({
        id: `language-${language}`,
        label: languages[language],
        leftSection: <IconLanguage size={20} stroke={1.7} />,
        onClick: () => void chooseLanguage(language),
      })),
  ]
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      highlightQuery
      scrollable
      maxHeight={420}
      lockScroll={false}
      nothingFound={t('found.nothing')}
      searchProps={{ leftSection: <IconSearch size={20} />, placeholder: t('shell.search') }}
      actions={[
        ...(records.length > 0 ? [{ group: t('found.records'), actions: records }] : []),
        { group: t('keys.goTo'), actions: go },
        { group: t('found.deeds'), actions: deeds },
      ]}
    />
  )
}
