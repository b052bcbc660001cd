import { useQuery } from '@tanstack/react-query'
import { api, ApiError } from './api.ts'

/** The member of staff who is signed in, as `GET /api/me` tells it. */
export type Me = {
  id: string
  name: string
  email: string
  role: string
  profession: string | null
  organisation: { id: string; name: string; kind: string }
  /** partial: only a passkey or a second factor can be set up. */
  assurance: 'full' | 'partial'
  hasFactor: boolean
  permissions: readonly { resource: string; action: string; purposes: readonly string[] }[]
  languages: readonly string[]
}

/** Who is signed in; null: nobody. */
export const useSession = () =>
  useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }): Promise<Me | null> => {
      try {
        return await api.get<Me>('/me', { signal })
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 401) return null
        throw error
      }
    },
    staleTime: 60_000,
  })

/** Whether this role may do it at all; which rows, the server decides. */
export const may = (me: Me | null | undefined, resource: string, action: string): boolean =>
  me?.permissions.some((one) => one.resource === resource && one.action === action) ?? false

/** `may` for whoever is signed in now. */
export function useMay(): (resource: string, action: string) => boolean {
  const { data } = useSession()
  return (resource, action) => may(data, resource, action)
}
