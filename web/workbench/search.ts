import { IconFolderHeart, IconInbox, IconTopologyStar3 } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useDebouncedValue } from '@mantine/hooks'
import { useCasesFound } from './cases/case-queries.ts'
import { shortName as patternName, usePatterns } from './patterns/pattern-queries.ts'
import { shortName, useReports } from './reports/report-queries.ts'
import { useMay } from './session.ts'

/** A record found by its code, place or title; never by a person's name. */
export type Found = {
  kind: 'case' | 'report' | 'pattern'
  to: string
  label: string
  more?: string
  icon: ComponentType<{ size?: number; stroke?: number }>
}

const most = 8

/** Looks through what this person may see anyway: codes, code names, places. Asked only once something is typed. */
export function useFound(query: string): readonly Found[] {
  const may = useMay()
  const words = query.trim().toLowerCase()
  const isAsked = words.length >= 2
  const [asked] = useDebouncedValue(words, 200)
  const cases = useCasesFound(asked, {}, may('case', 'read'), most)
  const reports = useReports(isAsked && may('report', 'read'))
  const patterns = usePatterns(isAsked && may('pattern', 'read'))
  if (!isAsked) return []
  const all: Found[] = [
    ...(cases.data ?? []).map(({ code, people }) => ({
      kind: 'case' as const,
      to: `/cases/${code}`,
      label: code,
      more: people.map(({ codeName }) => codeName).join(', '),
      icon: IconFolderHeart,
    })),
    ...(reports.data ?? []).map(({ id, place }) => ({
      kind: 'report' as const,
      to: `/reports/${id}`,
      label: shortName(id),
      more: place,
      icon: IconInbox,
    })),
    ...(patterns.data?.patterns ?? []).map(({ id, places }) => ({
      kind: 'pattern' as const,
      to: `/patterns/${id}`,
      label: patternName(id),
      more: places.slice(0, 4).join(', '),
      icon: IconTopologyStar3,
    })),
  ]
  return all.filter(({ label, more = '' }) => `${label} ${more}`.toLowerCase().includes(words)).slice(0, most)
}
