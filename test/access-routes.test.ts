import { afterAll, describe, expect, it } from 'vitest'
import { accessTable, STAFF_ROLES } from '#model'
import type { AccessRule, Actor, Ownership } from '#platform/access'
import type { Endpoint, RouteAccess } from '#platform/http'
import { openSite } from '../src/cli/serve.ts'
import { resources as observations } from '../src/model/access/observations.ts'
import { needsMore, openRoutes } from './matrix/exempt.ts'
import { MODES, openHouse } from './matrix/house.ts'
import { type Asked, namesSomething, requestFor, sampleOf } from './matrix/requests.ts'
import { markOf, tables, type World } from './matrix/worlds.ts'
import { testFolder } from './stores.ts'

/**
 * Every route × role × purpose × whose rows, asked three ways: with all locks on, with row-level security alone, and with
 * the app's checks alone. What must come of each cell is read from the access table and from nothing else.
 */
const house = await openHouse(testFolder())
afterAll(() => house.close())

type Right = Exclude<RouteAccess, string>
const demanding = house.endpoints.flatMap((each) =>
  typeof each.access === 'string' ? [] : [{ ...each, access: each.access }],
)
const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`
const naming = new Set(demanding.filter(namesSomething).map(nameOf))
const worlds = Object.values(house.worlds)
const staff = await house.tiesFor(house.actorOf('case_worker', 'protection'))
const reporter = await house.tiesFor(house.actorOf('reporter', 'reporting'))
const person = await house.tiesFor(house.actorOf('person', 'own_record'))
const tiesOfActor = ({ role }: Actor) => (role === 'reporter' ? reporter : role === 'person' ? person : staff)

const rulesFor = (actor: Actor, resource: string, action: string): AccessRule[] =>
  accessTable.rules.filter(
    (rule) =>
      rule.role === actor.role &&
      rule.resource === resource &&
      rule.actions.includes(action) &&
      (rule.purposes as readonly string[]).includes(actor.purpose),
  )

function stands(actor: Actor, ownership: Ownership, resource: string, world: World): boolean {
  if (ownership === 'any') return true
  const held = Object.keys(accessTable.resources[resource]!.tables)
  if (held.length === 0) return ownership === 'organisation' && world.organisation === actor.organisation
  return held.some((table) => tiesOfActor(actor).get(`${world.name} ${table}`)?.has(ownership))
}

/** Where no rule opens anything, one's own row and a stranger's tell as much as six. */
function worldsFor(each: Endpoint & { access: Right }, actor: Actor): readonly World[] {
  const { assigned, theirs } = house.worlds
  if (!naming.has(nameOf(each)) || !holdsAny(actor, ['read', 'create', 'update', 'delete'])) return [assigned]
  return rulesFor(actor, each.access.resource, each.access.action).length > 0 ? worlds : [assigned, theirs]
}

const asked = new Map<string, Asked>()
function request(each: Endpoint, world: World): Asked {
  const key = `${nameOf(each)} ${world.id}`
  const known = asked.get(key) ?? requestFor(each, world)
  asked.set(key, known)
  return known
}

type Expected = 'in' | 'out' | 'either'

/** What the table says of one cell. A body's ids may be anybody's: there only what leaves is looked at. */
function expected(each: Endpoint & { access: Right }, actor: Actor, world: World): Expected {
  const rules = rulesFor(actor, each.access.resource, each.access.action)
  if (rules.length === 0) return 'out'
  const inPath = /\{/.test(each.path)
  if (!inPath)
    return world.name === 'assigned' && isStaff(actor) && !(nameOf(each) in needsMore) ? 'in' : 'either'
  if (world.name === 'absent') return 'out'
  const seesCase = each.path.startsWith('/cases/{code}') && mayRead(actor, world, 'cases_case')
  const opening = rules.filter((rule) => stands(actor, rule.ownership, each.access.resource, world))
  // Who may see the case may ask for what lies in it, and is told that nothing does that is theirs to see.
  if (opening.length === 0) return seesCase ? 'either' : 'out'
  // One's own answers may lie in somebody else's case; and what lies among the observations is in no world.
  const sure =
    opening.some(({ ownership }) => ownership !== 'self') && !(each.access.resource in observations)
  const isBeside = each.path.startsWith('/cases/{code}') && !seesCase
  return sure && !isBeside && isStaff(actor) && !(nameOf(each) in needsMore) ? 'in' : 'either'
}

const isStaff = ({ role }: Actor) => (STAFF_ROLES as readonly string[]).includes(role)

/** Whether some rule lets this actor read this world's row of this table. */
function mayRead(actor: Actor, world: World, table: string): boolean {
  return Object.entries(accessTable.resources).some(
    ([resource, one]) =>
      table in one.tables &&
      rulesFor(actor, resource, 'read').some(
        ({ ownership }) =>
          ownership === 'any' || tiesOfActor(actor).get(`${world.name} ${table}`)?.has(ownership),
      ),
  )
}

function leaked(text: string, actor: Actor): string[] {
  if (!text.includes('mark-') && !text.includes('heron-')) return []
  return worlds.flatMap((world) => {
    const seen = tables.filter(
      (table) => text.includes(markOf(world, table)) && !mayRead(actor, world, table),
    )
    const code =
      text.includes(`"${world.code}"`) &&
      !tables.some((table) => /case|report/.test(table) && mayRead(actor, world, table))
    return [...seen.map((table) => `${world.name} ${table}`), ...(code ? [`${world.name} code`] : [])]
  })
}

/** Rights that everybody holds: a line of the record, a word that something happened. */
const everybodys = ['audit_line', 'event']
const holdsAny = (actor: Actor, actions: readonly string[]) =>
  Object.keys(accessTable.resources).some(
    (resource) =>
      !everybodys.includes(resource) &&
      actions.some((action) => rulesFor(actor, resource, action).length > 0),
  )

describe('every route', () => {
  it('is an endpoint of the table, or on the short list with its reason', () => {
    const known = new Set(
      house.endpoints.map(
        ({ method, path }) => `${method.toUpperCase()} /api${path.replaceAll(/\{([^}]*)\}/g, ':$1')}`,
      ),
    )
    const paths = new Set([...known].map((each) => each.split(' ')[1]!))
    const site = openSite(house.platform)
    const unlisted = site.routes
      .map(({ method, path }) => `${method} ${path}`)
      .filter((route) => !known.has(route) && !(route in openRoutes))
      // Each known address answers its other methods with 405.
      .filter((route) => !(route.startsWith('ALL ') && paths.has(route.slice(4))))
    expect(unlisted).toEqual([])
  })

  it('has a good request made from its own schemas', () => {
    const bad = house.endpoints.filter((each) =>
      [each.params, each.query, each.body].some(
        (schema) => schema && !schema.safeParse(sampleOf(schema, house.worlds.assigned)).success,
      ),
    )
    expect(bad.map(nameOf)).toEqual([])
  })

  it('that is not public refuses who is not signed in', async () => {
    const api = house.apiFor('whole', house.endpoints)
    for (const each of house.endpoints) {
      if (each.access === 'public') continue
      const { status, wrote } = await house.ask(api, null, requestFor(each, house.worlds.ours))
      expect([nameOf(each), status, wrote]).toEqual([nameOf(each), 401, false])
    }
  })
})

describe('what belongs to another organisation', () => {
  const api = house.apiFor('whole', house.endpoints)
  const { theirs, absent } = house.worlds
  const addressed = demanding.filter(({ path }) => /\{/.test(path))
  /** Every role that holds the right and stands to the other organisation's row by no tie. */
  const askers = (each: (typeof demanding)[number]) =>
    STAFF_ROLES.map((role) => house.actorOf(role, each.access.purpose)).filter((actor) => {
      const rules = rulesFor(actor, each.access.resource, each.access.action)
      return (
        rules.length > 0 && !rules.some((rule) => stands(actor, rule.ownership, each.access.resource, theirs))
      )
    })

  it('answers with the status and the size of what does not exist, for every id of every route', async () => {
    let pairs = 0
    for (const each of addressed) {
      for (const actor of askers(each)) {
        const other = await house.ask(api, actor, request(each, theirs))
        const none = await house.ask(api, actor, request(each, absent))
        pairs++
        const about = `${actor.role}: ${nameOf(each)}`
        expect([about, other.status, other.text.length]).toEqual([about, none.status, none.text.length])
      }
    }
    expect(pairs).toBeGreaterThan(50)
  }, 120_000)

  it('answers as fast as what does not exist: no gross difference in 25 answers each, by turns', async () => {
    const median = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)]!
    const slow: string[] = []
    for (const each of addressed.filter(({ method }) => method === 'get')) {
      const [actor] = askers(each)
      if (!actor) continue
      const took: Record<string, number[]> = { theirs: [], absent: [] }
      for (let i = 0; i < 50; i++) {
        const world = i % 2 === 0 ? theirs : absent
        const begun = performance.now()
        await house.ask(api, actor, request(each, world))
        took[world.name]!.push(performance.now() - begun)
      }
      const [other, none] = [median(took.theirs!), median(took.absent!)]
      // A busy machine moves both; what a look at the row costs more would move one.
      if (Math.abs(other - none) > 10 + 2 * Math.min(other, none))
        slow.push(`${nameOf(each)}: ${other} and ${none} ms`)
    }
    expect(slow).toEqual([])
  }, 120_000)
})

let cells = 0
describe.each(MODES)('%s', (mode) => {
  it('lets in and keeps out what the table says, and nothing leaves or changes otherwise', async () => {
    if (mode === 'checks') await house.dropPolicies()
    const wrong = new Set<string>()
    for (const purpose of accessTable.purposes) {
      // The same routes, asked for another purpose: the rows must know the difference.
      const routes = demanding.map((each) => ({ ...each, access: { ...each.access, purpose } }))
      const api = house.apiFor(mode, routes)
      const all = accessTable.roles.flatMap((role) => {
        const actor = house.actorOf(role, purpose)
        // A role that holds nothing for a purpose finds all policies closed alike: a quarter of the routes, another one each time, shows it.
        const turn = holdsAny(actor, ['read', 'create', 'update', 'delete']) || mode !== 'policies' ? 1 : 4
        return routes
          .filter((_, i) => (i + accessTable.purposes.indexOf(purpose)) % turn === 0)
          .flatMap((each) => worldsFor(each, actor).map((world) => ({ each, actor, world })))
      })
      await inBatches(all, 12, async ({ each, actor, world }) => {
        cells++
        const answer = await house.ask(api, actor, request(each, world))
        const finding = judge(each, actor, world, answer)
        if (finding)
          wrong.add(
            `${actor.role} for ${purpose}: ${nameOf(each)} of ${world.name}: ${answer.status}, ${finding}`,
          )
      })
    }
    expect([...wrong].toSorted()).toEqual([])
  }, 300_000)

  function judge(
    each: Endpoint & { access: Right },
    actor: Actor,
    world: World,
    answer: { status: number; text: string; wrote: boolean },
  ) {
    const wanted = expected(each, actor, world)
    const refused = [401, 403, 404].includes(answer.status)
    const hasRule = rulesFor(actor, each.access.resource, each.access.action).length > 0
    const gone = leaked(answer.text, actor)
    if (gone.length > 0) return `${gone.join(', ')} left`
    if (wanted === 'in' && refused) return `must be let in: ${answer.text.slice(0, 200)}`
    if (wanted !== 'out') return undefined
    if (answer.wrote && (mode !== 'policies' || !holdsAny(actor, ['create', 'update', 'delete'])))
      return 'something was written'
    if (mode === 'policies') return undefined
    // What is wrong with a request is said before it is looked whose the row is; that tells nothing of the row.
    // So is that the asker has not unlocked their own key.
    return refused || (hasRule && [400, 423].includes(answer.status)) ? undefined : 'must be kept out'
  }
})

it('asked thousands of cells', () => {
  expect(cells).toBeGreaterThan(3 * 5_000)
})

async function inBatches<T>(
  all: readonly T[],
  width: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < all.length) await work(all[next++]!)
    }),
  )
}
