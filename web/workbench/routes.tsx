import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { NotHere, PageFault } from './shell/faults.tsx'
import { Shell } from './shell/shell.tsx'

/**
 * The whole site. Six places by the question they answer, then what administers them. Each page is a file of its
 * own, loaded when it is first opened.
 */
const root = createRootRoute({ notFoundComponent: NotHere, errorComponent: PageFault })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./sign-in/sign-in.tsx'), 'SignInPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./sign-in/invitation.tsx'), 'InvitationPage'),
})

const security = createRoute({
  getParentRoute: () => root,
  path: '/security',
  component: lazyRouteComponent(() => import('./sign-in/security.tsx'), 'SecurityPage'),
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const page = <const Path extends string>(path: Path, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, component, errorComponent: PageFault })

const pages = [
  page(
    '/',
    lazyRouteComponent(() => import('./today/today.tsx'), 'TodayPage'),
  ),
  page(
    '/reports',
    lazyRouteComponent(() => import('./reports/reports.tsx'), 'ReportsPage'),
  ),
  page(
    '/reports/enter',
    lazyRouteComponent(() => import('./reports/enter-page.tsx'), 'EnterReportPage'),
  ),
  page(
    '/reports/statistics',
    lazyRouteComponent(() => import('./reports/statistics-page.tsx'), 'IntakeStatisticsPage'),
  ),
  page(
    '/reports/$id',
    lazyRouteComponent(() => import('./reports/report.tsx'), 'ReportPage'),
  ),
  page(
    '/patterns',
    lazyRouteComponent(() => import('./patterns/patterns.tsx'), 'PatternsPage'),
  ),
  page(
    '/patterns/$id',
    lazyRouteComponent(() => import('./patterns/pattern.tsx'), 'PatternPage'),
  ),
  page(
    '/people',
    lazyRouteComponent(() => import('./people/people.tsx'), 'PeoplePage'),
  ),
  page(
    '/people/$id',
    lazyRouteComponent(() => import('./people/queue.tsx'), 'PeopleQueuePage'),
  ),
  page(
    '/map',
    lazyRouteComponent(() => import('./map/map.tsx'), 'MapPage'),
  ),
  page(
    '/cases',
    lazyRouteComponent(() => import('./cases/cases.tsx'), 'CasesPage'),
  ),
  page(
    '/cases/$code',
    lazyRouteComponent(() => import('./cases/case.tsx'), 'CasePage'),
  ),
  page(
    '/exchange',
    lazyRouteComponent(() => import('./cases/exchange/exchange.tsx'), 'ExchangePage'),
  ),
  page(
    '/calendar',
    lazyRouteComponent(() => import('./cases/calendar.tsx'), 'CalendarPage'),
  ),
  page(
    '/partners',
    lazyRouteComponent(() => import('./partners/partners.tsx'), 'PartnersPage'),
  ),
  page(
    '/shelters',
    lazyRouteComponent(() => import('./partners/shelters.tsx'), 'SheltersPage'),
  ),
  page(
    '/received',
    lazyRouteComponent(() => import('./partners/received.tsx'), 'ReceivedPage'),
  ),
  page(
    '/cases/$code/referral-uk/$person',
    lazyRouteComponent(() => import('./cases/referral-uk/referral-uk.tsx'), 'ReferralUkPage'),
  ),
  page(
    '/law',
    lazyRouteComponent(() => import('./law/law.tsx'), 'LawPage'),
  ),
  page(
    '/sources',
    lazyRouteComponent(() => import('./sources/sources.tsx'), 'SourcesPage'),
  ),
  page(
    '/audit',
    lazyRouteComponent(() => import('./audit/audit.tsx'), 'AuditPage'),
  ),
  page(
    '/staff',
    lazyRouteComponent(() => import('./staff/staff.tsx'), 'StaffPage'),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, invitation, security, shell.addChildren(pages)]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
