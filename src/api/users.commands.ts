import { accessTable, STAFF_ROLES } from '#model'
import type { Auth } from '#platform/auth'
import { type Command, type CommandAnswer, parseCommandLine } from '#platform/command'
import type { Config } from '#platform/config'
import { Keyring } from '#platform/crypto'
import { openDatabase } from '#platform/db'
import { BadInput } from '#platform/errors'
import { openAccounts } from './platform.ts'

const addUsage = `users add EMAIL --name NAME --role ROLE --organisation NAME [--kind KIND] [--profession PROFESSION]`

/** Accounts from the terminal of the machine itself: how the first administrator comes in, and the last resort. */
export const userCommands: Command[] = [
  {
    name: ['users', 'add'],
    usage: addUsage,
    summary: 'Make an account and print a link, good for one hour, to set up a passkey or password',
    async run(args, { config }) {
      const { values, positionals } = parseCommandLine(
        addUsage,
        args,
        {
          name: { type: 'string' },
          role: { type: 'string' },
          organisation: { type: 'string' },
          kind: { type: 'string', default: 'ngo' },
          profession: { type: 'string' },
        },
        [1, 1],
      )
      const email = emailOf(positionals[0])
      const role = STAFF_ROLES.find((each) => each === values.role)
      if (role === undefined) throw new BadInput(`--role: expected one of ${STAFF_ROLES.join(', ')}`)
      const name = required('name', values.name)
      const organisationName = required('organisation', values.organisation)
      if (!/^[a-z][a-z_]*$/.test(values.kind))
        throw new BadInput('--kind: expected a word such as ngo or police')
      return withAccounts(config, async (auth) => {
        if (await auth.findUser({ email }))
          throw new BadInput(`${email} has an account already; see: asylia users link`)
        const organisation = await auth.createOrganisation({ name: organisationName, kind: values.kind })
        const id = await auth.createUser({
          name,
          email,
          role,
          profession: values.profession,
          organisation: organisation.id,
        })
        const link = await auth.signInLink(email, 60)
        return answer(
          { id, email, role, organisation: organisation.name, link },
          `${email} (${role})\n${link}`,
        )
      })
    },
  },
  {
    name: ['users', 'list'],
    usage: 'users list',
    summary: 'Every account with its role, organisation, factors and lock',
    async run(args, { config }) {
      parseCommandLine('users list', args, {})
      return withAccounts(config, async (auth) => {
        const organisations = new Map((await auth.listOrganisations()).map(({ id, name }) => [id, name]))
        const users = (await auth.listUsers()).map((user) => ({
          ...user,
          organisation: organisations.get(user.organisation) ?? user.organisation,
          lockedAt: user.lockedAt?.toISOString() ?? null,
        }))
        const lines = users.map(
          ({ email, role, organisation, lockedAt, factors }) =>
            `${email}\t${role}\t${organisation}\t${factors.passkeys} passkeys${factors.totp ? ', TOTP' : ''}` +
            (lockedAt === null ? '' : `\tlocked since ${lockedAt}`),
        )
        return answer({ users }, lines.join('\n'))
      })
    },
  },
  {
    name: ['users', 'lock'],
    usage: 'users lock EMAIL [--open]',
    summary: 'Lock an account and end its sessions; --open lifts the lock',
    async run(args, { config }) {
      const { values, positionals } = parseCommandLine(
        'users lock EMAIL [--open]',
        args,
        { open: { type: 'boolean' } },
        [1, 1],
      )
      return withAccounts(config, async (auth) => {
        const user = await getUser(auth, emailOf(positionals[0]))
        const locked = values.open !== true
        await auth.setLocked({ userId: user.id, locked })
        return answer({ email: user.email, locked }, `${user.email}: ${locked ? 'locked' : 'open'}`)
      })
    },
  },
  {
    name: ['users', 'link'],
    usage: 'users link EMAIL [--recover]',
    summary:
      'Print a link that signs in once, for one hour; --recover first removes lost passkeys and second factor',
    async run(args, { config }) {
      const { values, positionals } = parseCommandLine(
        'users link EMAIL [--recover]',
        args,
        { recover: { type: 'boolean' } },
        [1, 1],
      )
      return withAccounts(config, async (auth) => {
        const user = await getUser(auth, emailOf(positionals[0]))
        if (values.recover === true) await auth.removeFactors(user.id)
        const link = await auth.signInLink(user.email, 60)
        return answer({ email: user.email, link }, link)
      })
    },
  },
]

const answer = (json: unknown, text: string): CommandAnswer => ({ exit: 0, json, text })

async function withAccounts(
  config: Config,
  work: (auth: Auth) => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  const database = await openDatabase(config, accessTable)
  try {
    return await work(openAccounts(config, database, await Keyring.open(config.dataFolder)))
  } finally {
    await database.close()
  }
}

async function getUser(auth: Auth, email: string) {
  const user = await auth.findUser({ email })
  if (!user) throw new BadInput(`no account has the e-mail address ${email}`)
  return user
}

function emailOf(text: string | undefined): string {
  if (text === undefined || !/^[^@\s]+@[^@\s]+$/.test(text))
    throw new BadInput(`EMAIL: expected an e-mail address, found '${text}'`)
  return text
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value.trim() === '')
    throw new BadInput(`--${name} is needed; usage: asylia ${addUsage}`)
  return value.trim()
}
