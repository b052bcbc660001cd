import {
  IconAddressBook,
  IconArrowsExchange,
  IconBed,
  IconDatabaseImport,
  IconFolderHeart,
  IconInbox,
  IconListSearch,
  IconMailbox,
  IconMap2,
  IconScale,
  IconSunHigh,
  IconTopologyStar3,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { may, type Me } from '../session.ts'

export type Place = {
  /** Key of its name in the words, `place.<id>`. */
  id: string
  to: string
  /** Pressed after `g`. */
  key: string
  icon: ComponentType<{ size?: number; stroke?: number }>
  /** Shown to those who may read this; the server decides in any case. Absent: to all. */
  needs?: string
}

/** The six places, each by the question it answers. */
export const places: readonly Place[] = [
  { id: 'today', to: '/', key: 't', icon: IconSunHigh },
  { id: 'reports', to: '/reports', key: 'r', icon: IconInbox, needs: 'report' },
  { id: 'patterns', to: '/patterns', key: 'p', icon: IconTopologyStar3, needs: 'pattern' },
  { id: 'map', to: '/map', key: 'm', icon: IconMap2, needs: 'places' },
  { id: 'cases', to: '/cases', key: 'c', icon: IconFolderHeart, needs: 'case' },
  { id: 'law', to: '/law', key: 'l', icon: IconScale },
]

/** What keeps the house in order; behind one menu. */
export const administration: readonly Place[] = [
  { id: 'partners', to: '/partners', key: 'n', icon: IconAddressBook, needs: 'partner' },
  { id: 'shelters', to: '/shelters', key: 'b', icon: IconBed, needs: 'need' },
  { id: 'exchange', to: '/exchange', key: 'x', icon: IconArrowsExchange, needs: 'case_import' },
  { id: 'received', to: '/received', key: 'i', icon: IconMailbox, needs: 'received' },
  { id: 'people', to: '/people', key: 'o', icon: IconUsersGroup, needs: 'person_list' },
  { id: 'sources', to: '/sources', key: 's', icon: IconDatabaseImport, needs: 'import' },
  { id: 'audit', to: '/audit', key: 'a', icon: IconListSearch, needs: 'audit' },
  { id: 'staff', to: '/staff', key: 'u', icon: IconUsers, needs: 'account' },
]

/** Every place this person is shown. */
export const reachable = (me: Me): readonly Place[] =>
  [...places, ...administration].filter(({ needs }) => needs === undefined || may(me, needs, 'read'))
