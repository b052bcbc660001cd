import { useQuery } from '@tanstack/react-query'
import type { PatternDetail, PatternList } from '#detect'
import { api, part } from '../api.ts'

export const usePatterns = (enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['patterns', 'list'],
    queryFn: ({ signal }) =>
      api.get<PatternList>('/detect/patterns', { query: { state: 'all', review: 'all' }, signal }),
  })

export const usePattern = (id: string) =>
  useQuery({
    queryKey: ['patterns', id],
    queryFn: ({ signal }) => api.get<PatternDetail>(`/detect/patterns/${part(id)}`, { signal }),
  })

/** A pattern's short name: it says nothing of what the pattern is. */
export const shortName = (id: string): string => id.slice(1, 7)
