import { useQuery } from '@tanstack/react-query'
import type { CasePage, CaseSummary, Consent, LeadView, Screenings } from '#cases'
import type { AssessAnswer, RightsAnswer } from '#law'
import { api, part } from '../api.ts'

export const useCases = (enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['cases', 'list'],
    queryFn: async ({ signal }) => (await api.get<{ cases: CaseSummary[] }>('/cases', { signal })).cases,
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

export const useScreenings = (code: string) =>
  useQuery({
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
