import type { ComponentType } from 'react'

/** A record found by its code, place or title; never by a person's name. */
export type Found = {
  kind: 'case' | 'report' | 'pattern'
  to: string
  label: string
  more?: string
  icon: ComponentType<{ size?: number; stroke?: number }>
}

export function useFound(_query: string): readonly Found[] {
  return []
}
