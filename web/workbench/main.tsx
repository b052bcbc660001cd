import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '@fontsource-variable/noto-sans/index.css'
import '@fontsource-variable/noto-sans-arabic/index.css'
import 'virtual:theme.css'
import '../ui/base.css'
import { DirectionProvider, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { showPreferences } from '../ui/preferences.ts'
import { theme } from '../ui/theme.ts'
import { answers } from './answers.ts'
import { router } from './routes.tsx'
import { KeepDirection } from './shell/keep-direction.tsx'
import { loadWords } from './words.ts'

showPreferences()
await loadWords()

createRoot(document.querySelector('#workbench')!).render(
  <StrictMode>
    <DirectionProvider detectDirection={false}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        // Both write <style> elements, which the content security policy forbids; virtual:theme.css has the variables.
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <KeepDirection />
        <Notifications position="bottom-right" limit={4} />
        <QueryClientProvider client={answers}>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  </StrictMode>,
)
