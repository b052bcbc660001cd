/**
 * Without the characters that turn the direction of what follows, so that a text reads as it was written: embeddings,
 * overrides and isolates, with their ends (Unicode UAX #9, 2.1 to 2.5). The marks that only say which way a neighbour goes
 * (LRM, RLM, ALM) stay: people write them in Arabic.
 */
export function withoutTurns(text: string): string {
  return text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/gu, '')
}
