import { resolve } from 'node:path'
import { z } from 'zod'
import { BadInput } from '#platform/errors'

const Environment = z.object({
  ASYLIA_DATA: z.string().min(1).default('./.asylia'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  ASYLIA_CORPUS_MEMORY: z.coerce.number().min(1).max(1024).optional(),
  ASYLIA_FILES: z.string().min(1).optional(),
  ASYLIA_PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  ASYLIA_HOST: z.string().min(1).default('127.0.0.1'),
  ASYLIA_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  ASYLIA_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  ASYLIA_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  ASYLIA_MAIL_FROM: z.email().optional(),
  ASYLIA_ERASE_DUE: z.enum(['propose', 'erase']).default('propose'),
  ASYLIA_OIDC_ISSUER: z.url().optional(),
  ASYLIA_OIDC_CLIENT_ID: z.string().optional(),
  ASYLIA_OIDC_CLIENT_SECRET: z.string().optional(),
})

/** What a variable may hold, for whoever set it otherwise. */
const expected: Partial<Record<keyof typeof Environment.shape, string>> = {
  DATABASE_URL: 'an address such as postgres://user:password@host:5432/name',
  CLICKHOUSE_URL: 'an address such as http://user:password@host:8123',
  ASYLIA_CORPUS_MEMORY: 'GiB from 1 to 1024',
  ASYLIA_PORT: 'a whole number from 0 to 65535',
  ASYLIA_PUBLIC_URL: 'an address such as https://asylia.example.org',
  ASYLIA_COUNTRY: 'two capitals of ISO 3166-1, such as IT',
  ASYLIA_SMTP_URL: 'an address such as smtps://user:password@mail.example.org',
  ASYLIA_MAIL_FROM: 'an e-mail address',
  ASYLIA_ERASE_DUE: 'propose or erase',
  ASYLIA_OIDC_ISSUER: 'an address such as https://login.example.org',
}

/** Addresses of stores carry passwords. */
const holdsSecret = (name: string): boolean => /^(DATABASE|CLICKHOUSE|ASYLIA_SMTP)_URL$|_SECRET$/.test(name)

/** One short line; a password in an address (`//user:password@`) and whatever steers a terminal left out. */
const shown = (value: string): string =>
  value
    .replace(/\/\/[^/]*@/, '//…@')
    .replace(/\p{C}/gu, '�')
    .slice(0, 60)

export type Config = {
  /** Absolute folder that holds everything Asylia keeps on this machine. */
  dataFolder: string
  /** A PostgreSQL server; absent: the embedded one in `dataFolder`. */
  databaseUrl: string | undefined
  /** A ClickHouse server; absent: the embedded engine in `dataFolder`. */
  clickhouseUrl: string | undefined
  /** Bytes that one question to the observations may take; absent: 1.5 GiB. */
  corpusMemory: number | undefined
  /** Where encrypted blobs live: an absolute folder, or `s3://bucket/prefix`. */
  files: string
  host: string
  port: number
  /** The address people type; used in links and passkeys. */
  publicUrl: string
  /** Where it is deployed, ISO 3166-1 alpha-2: whose numbers to call the public pages show first. */
  country: string | undefined
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined
  /** The operator's mail server and the address mails come from; absent: nobody is told by e-mail. */
  mail: { smtpUrl: string; from: string } | undefined
  /** Whether the server erases what the retention schedule says is due, or proposes it to a person. */
  eraseDue: boolean
}

/** Parses the environment once, at start. Throws `BadInput` naming the variable and what was expected. */
export function parseConfig(env: Record<string, string | undefined> = process.env): Config {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = Environment.safeParse(set)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0]) as keyof typeof Environment.shape
    const [found, wanted] = [shown(set[name]!), expected[name] ?? 'a text']
    throw new BadInput(
      holdsSecret(name)
        ? `environment variable ${name}: found a value that is not ${wanted}`
        : `environment variable ${name}: found '${found}', expected ${wanted}`,
    )
  }
  const e = parsed.data
  const dataFolder = resolve(e.ASYLIA_DATA)
  const oidc = [e.ASYLIA_OIDC_ISSUER, e.ASYLIA_OIDC_CLIENT_ID, e.ASYLIA_OIDC_CLIENT_SECRET]
  if (oidc.some(Boolean) && !oidc.every(Boolean)) {
    throw new BadInput(
      'ASYLIA_OIDC_ISSUER, ASYLIA_OIDC_CLIENT_ID and ASYLIA_OIDC_CLIENT_SECRET are set together or not at all',
    )
  }
  if ((e.ASYLIA_SMTP_URL === undefined) !== (e.ASYLIA_MAIL_FROM === undefined)) {
    throw new BadInput('ASYLIA_SMTP_URL and ASYLIA_MAIL_FROM are set together or not at all')
  }
  const files = e.ASYLIA_FILES ?? `${dataFolder}/files`
  return {
    dataFolder,
    databaseUrl: e.DATABASE_URL,
    clickhouseUrl: e.CLICKHOUSE_URL,
    corpusMemory: e.ASYLIA_CORPUS_MEMORY === undefined ? undefined : e.ASYLIA_CORPUS_MEMORY * 2 ** 30,
    files: files.startsWith('s3://') ? files : resolve(files),
    host: e.ASYLIA_HOST,
    port: e.ASYLIA_PORT,
    publicUrl: (e.ASYLIA_PUBLIC_URL ?? `http://${nameOf(e.ASYLIA_HOST)}:${e.ASYLIA_PORT}`).replace(/\/$/, ''),
    country: e.ASYLIA_COUNTRY,
    oidc: oidc.every(Boolean)
      ? { issuer: oidc[0] as string, clientId: oidc[1] as string, clientSecret: oidc[2] as string }
      : undefined,
    mail:
      e.ASYLIA_SMTP_URL && e.ASYLIA_MAIL_FROM
        ? { smtpUrl: e.ASYLIA_SMTP_URL, from: e.ASYLIA_MAIL_FROM }
        : undefined,
    eraseDue: e.ASYLIA_ERASE_DUE === 'erase',
  }
}

/** A host as people type it: this machine is localhost, because a passkey belongs to a name, never to numbers. */
function nameOf(host: string): string {
  if (host === '127.0.0.1' || host === '::1') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
