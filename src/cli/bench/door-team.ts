import type { Platform } from '#api'
import { AsyliaError } from '#platform/errors'
import { type Answer, Client } from './client.ts'
import { type OwnServer, startOwnServer } from './own-server.ts'

export const PASSPHRASE = 'seven ducks cross the river slowly'

export type Member = { id: string; organisation: string; email: string; cookie: string }

/** An organisation whose reports are sealed: two recipients, one of whom will leave, and who sees to staff. */
export type DoorTeam = {
  server: OwnServer
  leaver: Member
  stays: Member
  administrator: Member
  /** Asks as one of them; throws for an answer that is no success. */
  ask: (member: Member, method: string, path: string, body?: unknown) => Promise<Answer>
  close(): Promise<void>
}

/** Starts a server of its own for the team, and lets both recipients take their keys as people do. */
export async function openDoorTeam(): Promise<DoorTeam> {
  const links: string[] = []
  const members: Member[] = []
  const server = await startOwnServer(async ({ auth }: Platform) => {
    const { id: organisation } = await auth.createOrganisation({ name: 'Bench hotline', kind: 'hotline' })
    for (const [i, role] of ['intake_worker', 'intake_worker', 'administrator'].entries()) {
      const email = `member${i}@hotline.example`
      const id = await auth.createUser({ name: `Member ${i}`, email, role, organisation, demo: true })
      members.push({ id, organisation, email, cookie: '' })
      links.push(await auth.signInLink(email, 600))
    }
  })
  const client = new Client(server.address)
  const team: DoorTeam = {
    server,
    leaver: members[0]!,
    stays: members[1]!,
    administrator: members[2]!,
    ask: async (member, method, path, body = {}) => {
      const headers = { cookie: member.cookie }
      const answer =
        method === 'GET'
          ? await client.get(`/api${path}`, headers)
          : await client.json(method, `/api${path}`, body, headers)
      if (answer.status >= 300)
        throw new AsyliaError('bench.refused', `${method} ${path} answered ${answer.status}`)
      return answer
    },
    async close() {
      client.close()
      await server.stop()
      server.remove()
    },
  }
  try {
    for (const [i, member] of members.entries()) {
      const { pathname, search } = new URL(links[i]!)
      const { cookies } = await client.get(`${pathname}${search}`)
      member.cookie = cookies.map((each) => each.split(';')[0]).join('; ')
    }
    const { leaver, stays, ask } = team
    for (const recipient of [leaver, stays])
      await ask(recipient, 'POST', '/intake/keys', { passphrase: PASSPHRASE })
    await ask(leaver, 'POST', '/intake/keys/unlock', { passphrase: PASSPHRASE })
    await ask(leaver, 'POST', `/intake/keys/recipients/${stays.id}`)
    return team
  } catch (error) {
    await team.close()
    throw error
  }
}
