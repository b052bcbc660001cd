import { useQuery } from '@tanstack/react-query'
import type {
  AfterPage,
  Breach,
  CalendarEntry,
  Conference,
  Joining,
  PersonView,
  Proceeding,
  ProfessionalNote,
  Question,
  SafetyPage,
  Task,
  TaskAtHand,
} from '#cases'
import { api, part, type Query } from '../api.ts'

/** A part of a case by its path; everything under a case is renewed together. */
function useOfCase<T, R>(code: string, path: string, pick: (answer: T) => R, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ['cases', code, ...path.split('/')],
    queryFn: async ({ signal }) => pick(await api.get<T>(`/cases/${part(code)}/${path}`, { signal })),
  })
}
const whole = <T>(answer: T): T => answer

export const useSafety = (code: string, enabled = true) =>
  useOfCase<SafetyPage, SafetyPage>(code, 'safety', whole, enabled)
export const useJoinings = (code: string, enabled = true) =>
  useOfCase<{ joinings: Joining[] }, Joining[]>(code, 'joinings', ({ joinings }) => joinings, enabled)
export const useTasks = (code: string, enabled = true) =>
  useOfCase<{ tasks: Task[] }, Task[]>(code, 'tasks', ({ tasks }) => tasks, enabled)
export const useConferences = (code: string) =>
  useOfCase<{ conferences: Conference[] }, Conference[]>(
    code,
    'conferences',
    ({ conferences }) => conferences,
  )
export const useProfessionalNotes = (code: string) =>
  useOfCase<{ notes: ProfessionalNote[] }, ProfessionalNote[]>(
    code,
    'professional-notes',
    ({ notes }) => notes,
  )
export const useProceedings = (code: string) =>
  useOfCase<{ proceedings: Proceeding[] }, Proceeding[]>(
    code,
    'proceedings',
    ({ proceedings }) => proceedings,
  )
export const useAfter = (code: string) => useOfCase<AfterPage, AfterPage>(code, 'after', whole)
export const useQuestions = (code: string) =>
  useOfCase<{ questions: Question[] }, Question[]>(code, 'questions', ({ questions }) => questions)
export const useBreaches = (code: string) =>
  useOfCase<{ breaches: Breach[] }, Breach[]>(code, 'breaches', ({ breaches }) => breaches)
export const usePersonView = (code: string, personId: string) =>
  useOfCase<PersonView, PersonView>(code, `people/${personId}/view`, whole)

/** My open tasks over all cases. */
export const useTasksAtHand = () =>
  useQuery({
    queryKey: ['cases', 'tasks'],
    queryFn: async ({ signal }) => (await api.get<{ tasks: TaskAtHand[] }>('/cases/tasks', { signal })).tasks,
  })

/** Missed deadlines about which nobody has said what was done, over all cases. */
export const useOpenBreaches = () =>
  useQuery({
    queryKey: ['cases', 'breaches'],
    queryFn: async ({ signal }) =>
      (await api.get<{ breaches: Breach[] }>('/cases/breaches', { signal })).breaches,
  })

/** The days of one case, or of all I work on. */
export const useCalendar = (code: string | null, between: Query & { from: string; until: string }) =>
  useQuery({
    queryKey: ['cases', code ?? 'all', 'calendar', between.from, between.until],
    queryFn: async ({ signal }) => {
      const path = code === null ? '/cases/calendar' : `/cases/${part(code)}/calendar`
      return (await api.get<{ entries: CalendarEntry[] }>(path, { query: between, signal })).entries
    },
  })
