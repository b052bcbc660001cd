import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { DelphiReading, IndicatorSet, Marks } from '#cases'
import { api, part } from '../../api.ts'

/** The lists one can screen by; they change with the program only. */
export const useScreeningSets = () =>
  useQuery({
    queryKey: ['screening-sets'],
    queryFn: async ({ signal }) =>
      (await api.get<{ sets: IndicatorSet[] }>('/cases/screening/sets', { signal })).sets,
    staleTime: Infinity,
  })

/** What the marks made so far would say, for a list with weights; nothing is kept by asking. */
export const usePreview = (code: string, set: IndicatorSet, personId: string | null, marks: Marks) =>
  useQuery({
    enabled: set.kind === 'delphi',
    queryKey: ['screening-preview', code, set.id, personId, marks],
    queryFn: async ({ signal }) =>
      (
        await api.post<{ readings: DelphiReading[] }>(
          `/cases/${part(code)}/screening/preview`,
          { set: set.id, ...(personId !== null && { personId }), marks },
          { signal },
        )
      ).readings,
    placeholderData: keepPreviousData,
    // What is being told at this moment is not kept in the browser's memory once it is no longer shown.
    gcTime: 0,
  })
