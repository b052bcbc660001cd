import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PatternDetail, PatternList } from '#detect'
import { api, part } from '../api.ts'

const kept = 'asylia-pattern-budget'
const usualBudget = 10

/** How many patterns this reviewer's team looks at in a day; kept in this browser. */
export function useBudget(): [number, (budget: number) => void] {
  const [budget, setBudget] = useState(storedBudget)
  return [
    budget,
    (next) => {
      localStorage.setItem(kept, String(next))
      setBudget(next)
    },
  ]
}

function storedBudget(): number {
  const budget = Number(localStorage.getItem(kept) ?? usualBudget)
  return Number.isInteger(budget) && budget >= 1 && budget <= 1000 ? budget : usualBudget
}

export const usePatterns = (enabled = true, budget = storedBudget()) =>
  useQuery({
    enabled,
    queryKey: ['patterns', 'list', budget],
    queryFn: ({ signal }) =>
      api.get<PatternList>('/detect/patterns', { query: { state: 'all', review: 'all', budget }, signal }),
    placeholderData: keepPreviousData,
  })

export const usePattern = (id: string) =>
  useQuery({
    queryKey: ['patterns', id],
    queryFn: ({ signal }) => api.get<PatternDetail>(`/detect/patterns/${part(id)}`, { signal }),
  })

/** A pattern's short name: it says nothing of what the pattern is. */
export const shortName = (id: string): string => id.slice(1, 7)
