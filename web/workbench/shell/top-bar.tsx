import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import {
  IconAdjustmentsHorizontal,
  IconCheck,
  IconFingerprint,
  IconLanguage,
  IconLock,
  IconLogout,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Preferences, setPreferences, usePreferences } from '../../ui/preferences.ts'
import { useKeys } from '../../ui/use-keys.ts'
import type { Me } from '../session.ts'
import { chooseLanguage, type Language, languages } from '../words.ts'
import { lockNow, signOut } from './leaving.ts'
import { administration, reachable } from './places.tsx'

/** Above every page: search, language, how it looks, administration, and the panic lock. */
export function TopBar({ me }: { me: Me }) {
  const { t } = useTranslation('workbench')
  useKeys([{ keys: 'mod+.', label: t('shell.lock'), group: t('keys.everywhere'), run: () => void lockNow() }])
  return (
    <>
      <button type="button" className="shell-search" onClick={spotlight.open}>
        <IconSearch size={17} aria-hidden />
        <span>{t('shell.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className="spread" />
      <LanguageMenu />
      <LookMenu />
      <AdministrationMenu me={me} />
      <Tooltip label={`${t('shell.lock')} (Ctrl .)`}>
        <ActionIcon
          size="lg"
          variant="light"
          color="teal"
          aria-label={t('shell.lock')}
          onClick={() => void lockNow()}
        >
          <IconLock size={19} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}

/** The workbench's languages, in their own names. */
export function LanguageMenu() {
  const { t, i18n } = useTranslation('workbench')
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('shell.language')}>
          <IconLanguage size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(languages) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            onClick={() => void chooseLanguage(language)}
            rightSection={i18n.language === language ? <IconCheck size={16} aria-hidden /> : null}
            aria-current={i18n.language === language}
          >
            {languages[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const schemes = ['auto', 'light', 'dark'] as const
const densities = ['comfortable', 'compact'] as const
const calendars: readonly Preferences['calendar'][] = ['default', 'gregory', 'islamic-umalqura', 'persian']

function LookMenu() {
  const { t } = useTranslation('workbench')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const preferences = usePreferences()
  const choice = (label: string, isChosen: boolean, choose: () => void) => (
    <Menu.Item
      key={label}
      closeMenuOnClick={false}
      onClick={choose}
      aria-current={isChosen}
      rightSection={isChosen ? <IconCheck size={16} aria-hidden /> : null}
    >
      {label}
    </Menu.Item>
  )
  return (
    <Menu position="bottom-end" withinPortal width={240}>
      <Menu.Target>
        <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('shell.look')}>
          <IconAdjustmentsHorizontal size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('look.theme')}</Menu.Label>
        {schemes.map((scheme) =>
          choice(t(`look.${scheme}`), colorScheme === scheme, () => setColorScheme(scheme)),
        )}
        <Menu.Label>{t('look.density')}</Menu.Label>
        {densities.map((density) =>
          choice(t(`look.${density}`), preferences.density === density, () => setPreferences({ density })),
        )}
        <Menu.Label>{t('look.calendar')}</Menu.Label>
        {calendars.map((calendar) =>
          choice(t(`look.calendars.${calendar}`), preferences.calendar === calendar, () =>
            setPreferences({ calendar }),
          ),
        )}
        <Menu.Divider />
        {choice(t('shell.screenShare'), preferences.screenShare, () =>
          setPreferences({ screenShare: !preferences.screenShare }),
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

function AdministrationMenu({ me }: { me: Me }) {
  const { t } = useTranslation('workbench')
  return (
    <Menu position="bottom-end" withinPortal width={240}>
      <Menu.Target>
        <ActionIcon size="lg" variant="subtle" color="gray" aria-label={t('shell.administration')}>
          <IconSettings size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.administration')}</Menu.Label>
        {reachable(me)
          .filter((place) => administration.includes(place))
          .map(({ id, to, icon: Icon }) => (
            <Menu.Item key={id} component={Link} to={to} leftSection={<Icon size={17} />}>
              {t(`place.${id}`)}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/security" leftSection={<IconFingerprint size={17} />}>
          {t('place.security')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={17} />} onClick={() => void signOut()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
