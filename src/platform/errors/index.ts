/**
 * A fault with a stable code. Each capability owns its codes (`'cases.consent-missing'`); the one table in
 * `platform/http/problems.ts` turns codes into statuses. Messages carry ids and reasons, never a person's data.
 */
export class AsyliaError extends Error {
  readonly code: string
  /** What else a caller may show: ids, limits, field names. Never personal data. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AsyliaError'
    this.code = code
    this.details = details
  }
}

/**
 * A mistake in what a user handed us (a file, an option, a form): the CLI prints `message` as one line and ends
 * with exit code 2; the API answers 400. The message names file, row, field and what was expected.
 */
export class BadInput extends AsyliaError {
  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('input.invalid', message, details)
    this.name = 'BadInput'
  }
}
