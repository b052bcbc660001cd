/**
 * Professions that owe their own secrecy: what is told to one of them stays with it, whatever role or organisation asks.
 * `social_worker` is here too: in many countries the law protects what they are told, in others it does not.
 */
export const PROFESSIONS = ['social_worker', 'psychologist', 'physician', 'lawyer'] as const
export type Profession = (typeof PROFESSIONS)[number]
