import { useQuery } from '@tanstack/react-query'
import type { FormatName, ImportRun, SourceSummary, UnresolvedPlaceText } from '#sources'
import { api } from '../api.ts'

export type Source = SourceSummary & {
  lastImport: { id: string; state: string; finishedAt: string | null; rejected: number } | null
}

/** An import as it stands; `share`: how much of the file is read while it runs. */
export type LiveImport = ImportRun & { share: number | null }

export type MappingChoice = {
  mapping: string
  name: string
  about: string | null
  terms: string | null
  formats: FormatName[]
  source: string | null
}

export const useSources = () =>
  useQuery({
    queryKey: ['sources', 'list'],
    queryFn: async ({ signal }) => (await api.get<{ sources: Source[] }>('/sources', { signal })).sources,
  })

export const useImports = () =>
  useQuery({
    queryKey: ['sources', 'imports'],
    queryFn: async ({ signal }) =>
      (await api.get<{ imports: LiveImport[] }>('/sources/imports', { signal })).imports,
    // While something runs, its progress is asked for every second.
    refetchInterval: ({ state }) => (state.data?.some((run) => run.state === 'running') ? 1_000 : false),
  })

export const useMappings = () =>
  useQuery({
    queryKey: ['sources', 'mappings'],
    queryFn: async ({ signal }) =>
      (await api.get<{ mappings: MappingChoice[] }>('/sources/mappings', { signal })).mappings,
    staleTime: Infinity,
  })

export const useUnresolved = () =>
  useQuery({
    queryKey: ['sources', 'unresolved'],
    queryFn: async ({ signal }) =>
      (
        await api.get<{ places: UnresolvedPlaceText[] }>('/sources/unresolved', {
          query: { limit: 1000 },
          signal,
        })
      ).places,
  })
