/** The profession a role has by itself, where none is named. */
export const professionOf = (role: string): string | null => (role === 'lawyer' ? 'lawyer' : null)
