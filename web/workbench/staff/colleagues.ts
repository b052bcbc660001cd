import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'

export type Colleague = { id: string; name: string; role: string; profession: string | null }

/** The people of one's own organisation. */
export const useColleagues = () =>
  useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => api.get<Colleague[]>('/auth/colleagues', { signal }),
    staleTime: 300_000,
  })

/** A colleague's name by their id; what acts by itself keeps its own name. */
export function useNameOf(): (id: string) => string {
  const { data } = useColleagues()
  return (id) => data?.find((one) => one.id === id)?.name ?? (id.length === 36 ? id.slice(0, 8) : id)
}
