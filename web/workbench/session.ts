import { useQuery } from '@tanstack/react-query'
import { api } from './api.ts'

/** The member of staff who is signed in. */
export type Staff = { name: string; email: string; role: string }

type BetterAuthSession = { user: { name: string; email: string; role?: string | null } } | null

/** Who is signed in; null: nobody. */
export const useSession = () =>
  useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }): Promise<Staff | null> => {
      const session = await api.get<BetterAuthSession>('/auth/get-session', { signal })
      return session && { name: session.user.name, email: session.user.email, role: session.user.role ?? '' }
    },
    staleTime: 60_000,
  })
