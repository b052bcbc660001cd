import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Duplicates, IntakeStatistics, Receiver, Recusal, ReportDetail, ReportSummary } from '#intake'
import { api, part } from '../api.ts'

type Inbox = { reports: ReportSummary[]; all: number }

const inbox = queryOptions({
  queryKey: ['reports', 'list'],
  queryFn: ({ signal }) => api.get<Inbox>('/intake/reports', { signal }),
  refetchInterval: 60_000,
})

export const useReports = (enabled = true) =>
  useQuery({ ...inbox, enabled, select: ({ reports }: Inbox) => reports })

/** How many more there are than are listed. */
export const useUnlisted = () =>
  useQuery({ ...inbox, select: ({ reports, all }: Inbox) => all - reports.length })

export const useReport = (id: string) =>
  useQuery({
    queryKey: ['reports', id],
    queryFn: ({ signal }) => api.get<ReportDetail>(`/intake/reports/${part(id)}`, { signal }),
  })

/** A report's short name: the beginning of its id, which says nothing of anybody. */
export const shortName = (id: string): string => id.slice(0, 8)

const order = ['immediate', 'possible', 'unknown', 'none']

/** The most pressing first. */
export const byDanger = (danger: string): number => order.indexOf(danger)

/** What waits for somebody, the most pressing first; then what is in a case or closed and has no new message. */
export const byPressure = ({ danger, status, unread }: ReportSummary): number =>
  byDanger(danger) + (status === 'new' || status === 'read' || unread > 0 ? 0 : order.length)

export const useDuplicates = (id: string) =>
  useQuery({
    queryKey: ['reports', id, 'duplicates'],
    queryFn: ({ signal }) => api.get<Duplicates>(`/intake/reports/${part(id)}/duplicates`, { signal }),
  })

export const useRecusals = (id: string) =>
  useQuery({
    queryKey: ['reports', id, 'recusals'],
    queryFn: async ({ signal }) =>
      (await api.get<{ recusals: Recusal[] }>(`/intake/reports/${part(id)}/recusals`, { signal })).recusals,
  })

export const useReceivers = () =>
  useQuery({
    queryKey: ['reports', 'receivers'],
    queryFn: async ({ signal }) =>
      (await api.get<{ receivers: Receiver[] }>('/intake/receivers', { signal })).receivers,
  })

export const useIntakeStatistics = (weeks: string) =>
  useQuery({
    queryKey: ['reports', 'statistics', weeks],
    queryFn: ({ signal }) => api.get<IntakeStatistics>('/intake/statistics', { query: { weeks }, signal }),
  })
