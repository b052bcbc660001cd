import type { Actor } from '#platform/access'
import type { Auth } from '#platform/auth'

/** The made-up organisations and who works there: one account for each role. */
const organisations = [
  { name: 'Lantern House', kind: 'ngo' },
  { name: 'Aldermere Investigation Unit', kind: 'police' },
  { name: 'Office of the Rapporteur', kind: 'ministry' },
] as const

const people = [
  { role: 'intake_worker', purpose: 'intake', name: 'Iola Vroelvi', at: 0 },
  { role: 'case_worker', purpose: 'protection', name: 'Keleishka Tavvorn', at: 0 },
  { role: 'lawyer', purpose: 'law', name: 'Thuonzo Meviskelt', at: 0 },
  { role: 'counsellor', purpose: 'protection', name: 'Ennivra Solkweth', at: 0, profession: 'psychologist' },
  { role: 'analyst', purpose: 'analysis', name: 'Ylnarra Pelgwesh', at: 0 },
  { role: 'administrator', purpose: 'administration', name: 'Ulmeddo Zarprath', at: 0 },
  { role: 'investigator', purpose: 'investigation', name: 'Skutru Fenlkund', at: 1 },
  { role: 'liaison_officer', purpose: 'cooperation', name: 'Ibbmmet Quindrill', at: 1 },
  { role: 'policy_officer', purpose: 'policy', name: 'Drorra Oskmbrax', at: 2 },
] as const

export type StaffRole = (typeof people)[number]['role']
export type Staff = Readonly<Record<StaffRole, Actor & { email: string; organisation: string }>>

/** Makes the organisations and accounts, or finds them when they are there. */
export async function hireStaff(auth: Auth): Promise<Staff> {
  const made = await Promise.all(organisations.map((organisation) => auth.createOrganisation(organisation)))
  const staff: Partial<Record<StaffRole, Staff[StaffRole]>> = {}
  for (const { role, purpose, name, at, ...more } of people) {
    const organisation = made[at]!.id
    const email = addressOf(role)
    const there = await auth.findUser({ email })
    const id = there?.id ?? (await auth.createUser({ name, email, role, organisation, demo: true, ...more }))
    staff[role] = { id, role, organisation, purpose, email, ...more }
  }
  return staff as Staff
}

/** Who works here in this role; undefined where the demo was never loaded. */
export async function findDemoActor(auth: Auth, role: StaffRole): Promise<Actor | undefined> {
  const user = await auth.findUser({ email: addressOf(role) })
  const { purpose } = people.find((person) => person.role === role)!
  return user && { id: user.id, role, organisation: user.organisation, purpose }
}

const partner = { name: 'Oruvel Stanneck', email: 'partner@asylia.example' }

/** A partner's own organisation with one worker, who reads here what partners are given; the organisation's id. */
export async function hirePartner(auth: Auth, name: string): Promise<string> {
  const { id: organisation } = await auth.createOrganisation({ name, kind: 'ngo' })
  if (!(await auth.findUser({ email: partner.email }))) {
    await auth.createUser({ ...partner, role: 'case_worker', organisation, demo: true })
  }
  return organisation
}

/** A link for each role that signs in once, good for a day; none where the demo was never loaded. */
export async function signInLinks(auth: Auth): Promise<{ role: string; name: string; link: string }[]> {
  const links = []
  for (const { role, name } of people) {
    const email = addressOf(role)
    if (await auth.findUser({ email }))
      links.push({ role, name, link: await auth.signInLink(email, 24 * 60) })
  }
  if (await auth.findUser({ email: partner.email })) {
    const link = await auth.signInLink(partner.email, 24 * 60)
    links.push({ role: 'partner', name: partner.name, link })
  }
  return links
}

function addressOf(role: StaffRole): string {
  return `${role.replace('_', '.')}@asylia.example`
}
