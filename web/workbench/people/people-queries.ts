import { useQuery } from '@tanstack/react-query'
import type { PairView, PeopleListView, PeopleQueue } from '#detect'
import { api, part } from '../api.ts'

export const usePeopleLists = () =>
  useQuery({
    queryKey: ['people', 'lists'],
    queryFn: ({ signal }) => api.get<{ lists: PeopleListView[] }>('/detect/people', { signal }),
  })

export const usePeopleQueue = (id: string) =>
  useQuery({
    queryKey: ['people', id],
    queryFn: ({ signal }) => api.get<PeopleQueue>(`/detect/people/${part(id)}`, { signal }),
  })

/** A pair opened. Each opening is on record, so it is asked for once and not again by itself. */
export const usePair = (list: string, pair: string) =>
  useQuery({
    queryKey: ['people', list, 'pair', pair],
    queryFn: ({ signal }) =>
      api.get<PairView>(`/detect/people/${part(list)}/pairs/${part(pair)}`, { signal }),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Infinity,
    gcTime: 0,
  })
