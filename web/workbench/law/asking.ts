import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type {
  AssessAnswer,
  ChangesAnswer,
  ChannelsAnswer,
  CompareAnswer,
  GapMatrixAnswer,
  GapsAnswer,
  Jurisdiction,
  JurisdictionSummary,
  Need,
  RightsAnswer,
  TreatyStatusAnswer,
} from '#law'
import { api, part } from '../api.ts'

/** What is known, by fact of the law's vocabulary; absent is unknown. Kept while the tab is open, never in an address. */
export type Facts = Readonly<Record<string, boolean | number | string>>

let facts: Facts = {}
const watchers = new Set<() => void>()

/** States a fact, or takes it back to unknown. */
export function setFact(path: string, value: boolean | number | string | undefined): void {
  const { [path]: _before, ...others } = facts
  setFacts(value === undefined ? others : { ...others, [path]: value })
}

export function setFacts(next: Facts): void {
  facts = next
  for (const watcher of watchers) watcher()
}

export const useFacts = (): Facts =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => facts,
  )

// The made-up countries of the demonstration belong in the list: cases of the demonstration stand under their law.
export const useJurisdictions = () =>
  useQuery({
    queryKey: ['law', 'jurisdictions'],
    queryFn: ({ signal }) =>
      api.get<{ catalogueHash: string; jurisdictions: JurisdictionSummary[] }>('/law/jurisdictions', {
        query: { invented: 'true' },
        signal,
      }),
    staleTime: Infinity,
  })

const moment = (on: string): { on?: string } => (on === '' ? {} : { on })

/** Asks the law of these facts; also used for facts that somebody might still state. */
export const assessmentQuery = (jurisdiction: string, on: string, known: Facts) => ({
  queryKey: ['law', 'assess', jurisdiction, on, known],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.post<AssessAnswer>('/law/assess', { jurisdiction, ...moment(on), facts: known }, { signal }),
})

export const useAssessment = (jurisdiction: string, on: string, known: Facts) =>
  useQuery({ ...assessmentQuery(jurisdiction, on, known), placeholderData: keepPreviousData })

export const useRights = (jurisdiction: string, on: string, known: Facts) =>
  useQuery({
    queryKey: ['law', 'rights', jurisdiction, on, known],
    queryFn: ({ signal }) =>
      api.post<RightsAnswer>('/law/rights', { jurisdiction, ...moment(on), person: known }, { signal }),
    placeholderData: keepPreviousData,
  })

export const useGaps = (jurisdiction: string, on: string) =>
  useQuery({
    queryKey: ['law', 'gaps', jurisdiction, on],
    queryFn: ({ signal }) => api.get<GapsAnswer>('/law/gaps', { query: { jurisdiction, on }, signal }),
  })

export const useComparison = (a: string, b: string, on: string, known: Facts) =>
  useQuery({
    queryKey: ['law', 'compare', a, b, on, known],
    queryFn: ({ signal }) =>
      api.post<CompareAnswer>('/law/compare', { a, b, ...moment(on), facts: known }, { signal }),
    placeholderData: keepPreviousData,
  })

export const useCatalogueEntry = (id: string) =>
  useQuery({
    queryKey: ['law', 'catalogue', id],
    queryFn: ({ signal }) => api.get<Jurisdiction>(`/law/catalogue/${part(id)}`, { signal }),
    staleTime: Infinity,
  })

export const useGapMatrix = (on: string, treaty: string) =>
  useQuery({
    queryKey: ['law', 'gap-matrix', on, treaty],
    queryFn: ({ signal }) => api.get<GapMatrixAnswer>('/law/gap-matrix', { query: { on, treaty }, signal }),
    placeholderData: keepPreviousData,
  })

type ChannelsQuestion = { from: string; to: string; on: string; need: Need; facts: Facts }

export const useChannels = ({ on, ...question }: ChannelsQuestion) =>
  useQuery({
    queryKey: ['law', 'channels', on, question],
    queryFn: ({ signal }) =>
      api.post<ChannelsAnswer>('/law/channels', { ...question, ...moment(on) }, { signal }),
    placeholderData: keepPreviousData,
  })

export const useTreatyList = () =>
  useQuery({
    queryKey: ['law', 'treaties'],
    queryFn: ({ signal }) =>
      api.get<{ treaties: { id: string; title: string; complete: boolean }[] }>('/law/treaties', { signal }),
    staleTime: Infinity,
  })

export const useTreatyStatus = (treaty: string, on: string) =>
  useQuery({
    queryKey: ['law', 'status', treaty, on],
    queryFn: ({ signal }) => api.get<TreatyStatusAnswer>('/law/status', { query: { treaty, on }, signal }),
    placeholderData: keepPreviousData,
  })

type ChangesQuestion = { since: string; until: string; jurisdiction: string | undefined }

export const useChanges = (question: ChangesQuestion) =>
  useQuery({
    queryKey: ['law', 'changes', question],
    queryFn: ({ signal }) => api.get<ChangesAnswer>('/law/changes', { query: question, signal }),
    placeholderData: keepPreviousData,
  })

type SheetQuestion = { jurisdiction: string; on: string; person: Facts; language: string; code: string }

/** The rights sheet as the server writes it: a whole page. */
export const fetchSheet = ({ on, code, ...question }: SheetQuestion): Promise<string> =>
  api.page('/law/sheet', { ...question, ...moment(on), ...(code === '' ? {} : { code }) })
