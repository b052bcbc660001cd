import './shell.css'
import { IconEyeOff } from '@tabler/icons-react'
import { useIsFetching } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { nameMadeUpCountries } from '../../ui/made-up-countries.ts'
import { usePreferences } from '../../ui/preferences.ts'
import { Answer, Lines } from '../../ui/states.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { useJurisdictions } from '../law/asking.ts'
import { type Me, useSession } from '../session.ts'
import { CommandPalette } from './command-palette.tsx'
import { KeysHelp } from './keys-help.tsx'
import { places, reachable } from './places.tsx'
import { TopBar } from './top-bar.tsx'

/** Around every page: the six places, what stands above, the keys. Without a session: sign in first. */
export function Shell() {
  const session = useSession()
  return (
    <Answer query={session} loading={<Lines count={8} />}>
      {(me) => {
        if (me === null) return <LeadTo to="/sign-in" />
        return me.assurance === 'partial' ? <LeadTo to="/security" /> : <SignedIn me={me} />
      }}
    </Answer>
  )
}

// Where the person wanted to go is read once: while the next page is being loaded, the address is its own already.
function LeadTo({ to }: { to: '/sign-in' | '/security' }) {
  const { href } = useLocation()
  const [from] = useState(href)
  const navigate = useNavigate()
  useEffect(() => void navigate({ to, search: { from }, replace: true }), [navigate, to, from])
  return <Lines count={8} />
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useTranslation('workbench')
  const navigate = useNavigate()
  const { screenShare } = usePreferences()
  useMadeUpNames()
  useKeys(
    reachable(me).map(({ id, to, key }) => ({
      keys: `g ${key}`,
      label: t(`place.${id}`),
      group: t('keys.goTo'),
      run: () => void navigate({ to }),
    })),
  )
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('shell.skip')}
      </a>
      <header className="shell-top">
        <TopBar me={me} />
      </header>
      <aside className="shell-side" aria-label="Asylia">
        <Link to="/" className="shell-mark">
          <img src="/icon.svg" alt="" />
          <span>Asylia</span>
        </Link>
        <nav className="shell-places" aria-label={t('shell.places')}>
          {reachable(me)
            .filter((place) => places.includes(place))
            .map(({ id, to, icon: Icon }) => (
              <Link key={id} to={to} className="shell-place" activeOptions={{ exact: to === '/' }}>
                <Icon size={21} stroke={1.7} />
                <span>{t(`place.${id}`)}</span>
              </Link>
            ))}
        </nav>
        <div className="shell-who">
          <div>{me.name}</div>
          <div className="quiet">
            {t(`role.${me.role}`)} · {me.organisation.name}
          </div>
        </div>
      </aside>
      <Main>
        {screenShare ? (
          <div className="shell-share" role="status">
            <IconEyeOff size={16} aria-hidden />
            {t('shell.screenShareOn')}
          </div>
        ) : null}
        <Suspense fallback={<Lines />}>
          <Outlet />
        </Suspense>
      </Main>
      <CommandPalette me={me} />
      <KeysHelp />
    </div>
  )
}

/** Where the page stands. A screen reader is told that it is busy while something that it shows is not there yet. */
function Main({ children }: { children: ReactNode }) {
  const main = useMainFocus()
  const awaited = useIsFetching({ predicate: ({ state }) => state.data === undefined })
  return (
    <main className="shell-main" id="main" tabIndex={-1} ref={main} aria-busy={awaited > 0}>
      {children}
    </main>
  )
}

// After going to another page, the keyboard and the screen reader start at its beginning.
function useMainFocus() {
  const main = useRef<HTMLElement>(null)
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged }) => {
        if (!pathChanged) return
        main.current?.scrollTo(0, 0)
        main.current?.focus({ preventScroll: true })
      }),
    [router],
  )
  return main
}

// Only a server with the demonstration's data has made-up countries; then their names are the catalogue's.
function useMadeUpNames(): void {
  const { data } = useJurisdictions()
  useEffect(() => {
    const madeUp = data?.jurisdictions.filter(({ invented }) => invented) ?? []
    nameMadeUpCountries(new Map(madeUp.map(({ id, name }) => [id, name])))
  }, [data])
}
