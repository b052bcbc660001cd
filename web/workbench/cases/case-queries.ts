import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { CasePage, CasesAnswer, Consent, LeadView, Screenings } from '#cases'
import type { AssessAnswer, RightsAnswer } from '#law'
import { api, part } from '../api.ts'

/** What of the cases is asked of the server: all that it can narrow by itself. */
export type CaseFilter = { status?: string; danger?: string; whose?: string; find?: string }

/** One page: so many rows are sorted and filtered here without a pause. */
const PAGE = 1_000

/** The cases, newest first, page by page. */
export const useCases = (filter: CaseFilter) =>
  useInfiniteQuery({
    queryKey: ['cases', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam: after }) =>
      api.get<CasesAnswer>('/cases', { query: { ...filter, most: PAGE, after }, signal }),
    getNextPageParam: ({ cases }) => (cases.length < PAGE ? undefined : cases.at(-1)?.code),
    placeholderData: keepPreviousData,
  })

/** The cases whose code, or a code name in them, begins like this; asked once something is typed. */
export const useCasesFound = (find: string, filter: CaseFilter = {}, enabled = true, most = 100) =>
  useQuery({
    enabled: enabled && find.length >= 2,
    queryKey: ['cases', 'list', { ...filter, find, most }],
    queryFn: async ({ signal }) =>
      (await api.get<CasesAnswer>('/cases', { query: { ...filter, find, most }, signal })).cases,
    placeholderData: keepPreviousData,
  })

export const useLeads = () =>
  useQuery({
    queryKey: ['cases', 'leads'],
    queryFn: async ({ signal }) =>
      (await api.get<{ leads: LeadView[] }>('/cases/leads', { query: { status: 'open' }, signal })).leads,
  })

export const useCase = (code: string) =>
  useQuery({
    queryKey: ['cases', code],
    queryFn: ({ signal }) => api.get<CasePage>(`/cases/${part(code)}`, { signal }),
  })

export const useCaseLaw = (code: string) =>
  useQuery({
    queryKey: ['cases', code, 'law'],
    queryFn: ({ signal }) =>
      api.get<{ assessment: AssessAnswer; rights: RightsAnswer }>(`/cases/${part(code)}/law`, { signal }),
  })

export const useScreenings = (code: string, enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['cases', code, 'screening'],
    queryFn: ({ signal }) => api.get<Screenings>(`/cases/${part(code)}/screening`, { signal }),
  })

export type Clock = {
  code: string
  key: string
  kind: string
  deadline: string
  personActs: boolean
  clock: 'none' | 'done' | 'missed' | 'close' | 'running'
}

export const useClocks = () =>
  useQuery({
    queryKey: ['cases', 'clocks'],
    queryFn: async ({ signal }) => (await api.get<{ clocks: Clock[] }>('/cases/clocks', { signal })).clocks,
  })

export const useConsents = (code: string) =>
  useQuery({
    queryKey: ['cases', code, 'consents'],
    queryFn: async ({ signal }) =>
      (await api.get<{ consents: Consent[] }>(`/cases/${part(code)}/consents`, { signal })).consents,
  })
