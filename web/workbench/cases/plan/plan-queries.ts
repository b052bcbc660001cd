import { useQuery } from '@tanstack/react-query'
import type {
  NeedView,
  Partner,
  PartnerService,
  PlannedService,
  Proposal,
  ReceivedList,
  Referral,
  Shelter,
  StayView,
  WaitingPlan,
} from '#cases'
import { api, part } from '../../api.ts'

export const serviceTypes = [
  'shelter',
  'legal',
  'health',
  'psychological',
  'social_care',
  'financial',
  'education',
  'livelihood',
  'rights_based_training',
  'labour_exploitation_rehabilitation',
  'sexual_exploitation_rehabilitation',
] as const

export const usePartners = (enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['partners'],
    queryFn: async ({ signal }) =>
      (await api.get<{ partners: Partner[] }>('/cases/partners', { signal })).partners,
  })

export const useShelters = () =>
  useQuery({
    queryKey: ['shelters'],
    queryFn: async ({ signal }) =>
      (await api.get<{ shelters: Shelter[] }>('/cases/shelters', { signal })).shelters,
  })

export const useWaiting = () =>
  useQuery({
    queryKey: ['shelters', 'waiting'],
    queryFn: ({ signal }) => api.get<WaitingPlan>('/cases/placements', { signal }),
  })

export const useReceived = () =>
  useQuery({
    queryKey: ['received'],
    queryFn: ({ signal }) => api.get<ReceivedList>('/cases/received', { signal }),
  })

export const useNeed = (code: string, person: string) =>
  useQuery({
    queryKey: ['cases', code, 'need', person],
    queryFn: ({ signal }) =>
      api.get<NeedView>(`/cases/${part(code)}/people/${part(person)}/need`, { signal }),
  })

export const useProposal = (code: string, person: string, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: ['cases', code, 'places', person],
    queryFn: ({ signal }) =>
      api.get<Proposal>(`/cases/${part(code)}/people/${part(person)}/places`, { signal }),
  })

export const useStays = (code: string) =>
  useQuery({
    queryKey: ['cases', code, 'stays'],
    queryFn: async ({ signal }) =>
      (await api.get<{ stays: StayView[] }>(`/cases/${part(code)}/stays`, { signal })).stays,
  })

export const useReferrals = (code: string, enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['cases', code, 'referrals'],
    queryFn: async ({ signal }) =>
      (await api.get<{ referrals: Referral[] }>(`/cases/${part(code)}/referrals`, { signal })).referrals,
  })

export const useServices = (code: string) =>
  useQuery({
    queryKey: ['cases', code, 'services'],
    queryFn: async ({ signal }) =>
      (await api.get<{ services: PlannedService[] }>(`/cases/${part(code)}/services`, { signal })).services,
  })

export type Suggestion = {
  partner: Partner
  service: PartnerService
  refusals: string[]
  questions: string[]
  sharedLanguage: string | null
  askedBefore: string[]
  /** A consent for any of these lets the partner be asked. */
  purposes: string[]
}

export const useSuggestions = (code: string, person: string, service: string) =>
  useQuery({
    queryKey: ['cases', code, 'suggestions', person, service],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ suggestions: Suggestion[] }>(`/cases/${part(code)}/referrals/partners`, {
          query: { person, service },
          signal,
        })
      ).suggestions,
  })
