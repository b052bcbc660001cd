import pg from 'pg'
import { unlockDoors, unwrapAtDoor } from '#intake'
import type { Platform } from '#api'
import { AsyliaError } from '#platform/errors'
import { type DoorTeam, type Member, openDoorTeam, PASSPHRASE } from './door-team.ts'
import { copySealedReports, STORY } from './sealed-reports.ts'

const NEW_PASSPHRASE = 'nine geese stand on the ice in march'
/** How many reports both are tried on, at random: those who left and those who stay. */
const MOST_TRIED = 5_000
const READ_BY_PAGE = 20

type Doors = ReadonlyMap<string, Buffer>

/**
 * A recipient leaves who kept a copy of the door key: a colleague takes over, makes a new door key and wraps every report to it,
 * the server and both its engines killed again and again meanwhile. Then both are tried on what the database holds, and the
 * new key is lost and brought back by two of three.
 */
export async function benchDoorKeys(n: number, kills: number, progress: (line: string) => void) {
  const team = await openDoorTeam()
  const { server, leaver, stays, administrator, ask } = team
  try {
    await server.stop()
    const filling = performance.now()
    const stolen = await server.inspect(async (platform) => {
      await copySealedReports(platform, leaver.organisation, n)
      return doorsOf(platform, leaver, PASSPHRASE)
    })
    progress(`${n} sealed reports, made in ${secondsSince(filling)} s; a recipient leaves`)
    await server.restart()
    await ask(administrator, 'POST', `/cases/hand-over/${leaver.id}`, { to: stays.id })
    await ask(stays, 'POST', '/intake/keys/unlock', { passphrase: PASSPHRASE })
    const started = performance.now()
    const killed = await wrapAnew(team, { kills, longestMs: Math.max(500, (2 * n) / kills) }, progress)
    const seconds = secondsSince(started)
    const leaverRefused = await ask(leaver, 'POST', '/intake/keys/unlock', { passphrase: PASSPHRASE }).then(
      () => false,
      () => true,
    )
    const recovered = await loseAndRecover(team)
    await server.stop()
    const held = await server.inspect(async (platform) => {
      const current = await doorsOf(platform, stays, NEW_PASSPHRASE)
      return tryBoth(platform, stolen, current)
    })
    return { n, killed, seconds, perSecond: Math.round(n / seconds), ...held, leaverRefused, recovered }
  } finally {
    await team.close()
  }
}

const secondsSince = (started: number) => Math.round(performance.now() - started) / 1000

/** The door keys that a recipient's passphrase opens, copied out as somebody might who is about to leave. */
function doorsOf({ database }: Platform, { id, organisation }: Member, passphrase: string): Promise<Doors> {
  const actor = { id, role: 'intake_worker', organisation, purpose: 'intake' }
  return database.as(actor, (trx) => unlockDoors(trx, actor, passphrase))
}

/** Makes the new key and asks until no report is left, as the page does; how often the server was killed on the way. */
async function wrapAnew(
  { server, stays, ask }: DoorTeam,
  { kills, longestMs }: { kills: number; longestMs: number },
  progress: (line: string) => void,
): Promise<number> {
  const started = performance.now()
  let killed = 0
  let path = '/intake/keys/door'
  for (let left = Infinity; left > 0;) {
    let dying: Promise<void> | undefined
    const die = () => {
      dying = server.kill()
    }
    const timer = killed < kills ? setTimeout(die, Math.random() * longestMs) : undefined
    try {
      while (left > 0) {
        left = (JSON.parse((await ask(stays, 'POST', path)).text) as { left: number }).left
        path = '/intake/keys/door/rewrap'
      }
    } catch (error) {
      // A server that is killed answers nothing; any other fault is one.
      if (!dying) throw error
    } finally {
      clearTimeout(timer)
    }
    if (!dying) break
    await dying
    killed++
    await server.restart()
    await ask(stays, 'POST', '/intake/keys/unlock', { passphrase: PASSPHRASE })
    const state = JSON.parse((await ask(stays, 'GET', '/intake/keys')).text) as { toRewrap: number }
    // Killed before the new key was made: then it is made now.
    if (path === '/intake/keys/door' && state.toRewrap > 0) path = '/intake/keys/door/rewrap'
    left = path === '/intake/keys/door' ? Infinity : state.toRewrap
    progress(`killed ${killed} times, ${secondsSince(started)} s, ${state.toRewrap} left`)
  }
  return killed
}

/** Shares are made, the passphrase is forgotten, two colleagues' lines bring the key back; whether reports are read again. */
async function loseAndRecover({ stays, ask }: DoorTeam): Promise<boolean> {
  const made = await ask(stays, 'POST', '/intake/keys/shares', { need: 2, of: 3 })
  const { shares } = JSON.parse(made.text) as { shares: string[] }
  await ask(stays, 'POST', '/intake/keys/lock')
  const lines = { shares: [shares[2], shares[0]], passphrase: NEW_PASSPHRASE }
  await ask(stays, 'POST', '/intake/keys/recover', lines)
  await ask(stays, 'POST', '/intake/keys/unlock', { passphrase: NEW_PASSPHRASE })
  const { reports } = JSON.parse((await ask(stays, 'GET', '/intake/reports')).text) as {
    reports: { id: string }[]
  }
  const stories = await Promise.all(
    reports.slice(0, READ_BY_PAGE).map(async ({ id }) => {
      const { text } = await ask(stays, 'GET', `/intake/reports/${id}`)
      return (JSON.parse(text) as { report: { story: string } }).report.story
    }),
  )
  return stories.length > 0 && stories.every((story) => story === STORY.trim())
}

/** What each of two sets of door keys opens of what is stored, on reports drawn by their random ids. */
async function tryBoth({ database }: Platform, stolen: Doors, current: Doors) {
  const client = new pg.Client(database.ownerLogin)
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; door_key_id: string; door_wrap: Buffer }>(
      'select id, door_key_id, door_wrap from intake_report order by id limit $1',
      [MOST_TRIED],
    )
    const { rows: older } = await client.query<{ left: number }>(
      'select count(*) as left from intake_report r join intake_door_key k on k.id = r.door_key_id where not k.is_current',
    )
    const opens = async (doors: Doors) => {
      let opened = 0
      const one = async ({ id, door_wrap: wrap }: (typeof rows)[number]) => {
        for (const key of doors.values())
          if (await unwrapAtDoor(id, wrap, key).then(Boolean, () => false)) opened++
      }
      for (let at = 0; at < rows.length; at += 100) await Promise.all(rows.slice(at, at + 100).map(one))
      return opened
    }
    const openedByLeaver = await opens(stolen)
    const openedByColleague = await opens(current)
    if (rows.length === 0) throw new AsyliaError('bench.no-reports', 'no report was found to try')
    return { left: Number(older[0]!.left), tried: rows.length, openedByLeaver, openedByColleague }
  } finally {
    await client.end()
  }
}
