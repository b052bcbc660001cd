import { createTransport } from 'nodemailer'
import type { Config } from '#platform/config'

/** Sends one plain text. Rejects when the server does not take it. */
export type Mail = { send(to: string, subject: string, text: string): Promise<void> }

/** The operator's mail server; undefined when none is configured: then nobody is told by e-mail. */
export function openMail({ mail }: Pick<Config, 'mail'>): Mail | undefined {
  if (!mail) return undefined
  const transport = createTransport(mail.smtpUrl)
  return {
    async send(to, subject, text) {
      await transport.sendMail({ from: mail.from, to, subject, text })
    },
  }
}
