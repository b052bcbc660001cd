import { createHash, randomBytes } from 'node:crypto'

/** 256 bits, in characters that survive an address and a messenger. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token: it is random, so one round of SHA-256 is enough. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
