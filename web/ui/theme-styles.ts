import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  deepMerge,
  mergeMantineTheme,
} from '@mantine/core'
import type { Plugin } from 'vite'
import { cssVariables, theme } from './theme.ts'

const name = 'virtual:theme.css'

/**
 * Mantine would write the theme's variables into the page as a <style> element; a strict content security policy
 * forbids that. This writes the same text into a stylesheet when the workbench is built.
 */
export function themeStyles(): Plugin {
  return {
    name: 'asylia-theme-styles',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? themeCss() : undefined),
  }
}

function themeCss(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const variables = deepMerge(defaultCssVariablesResolver(merged), cssVariables(merged))
  return convertCssVariables(variables, ':root')
}
