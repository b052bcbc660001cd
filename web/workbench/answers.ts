import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

// A session can end while a page is open: whoever asks next is led to sign in, and back here afterwards.
function leadToSignIn(error: unknown): void {
  if (!(error instanceof ApiError) || error.problem.status !== 401) return
  if (location.pathname.startsWith('/sign-in')) return
  answers.clear()
  location.assign(`/sign-in?from=${encodeURIComponent(location.pathname + location.search)}`)
}

/** What the server answered, kept in memory only and asked again when it may have changed. */
export const answers: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leadToSignIn }),
  mutationCache: new MutationCache({ onError: leadToSignIn }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal does not change by asking again; a server that cannot be reached may come back.
      retry: (failures, error) =>
        failures < 2 &&
        error instanceof ApiError &&
        (error.problem.status === 0 || error.problem.status === 503),
    },
  },
})
