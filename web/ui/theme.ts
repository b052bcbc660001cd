import { createTheme, type CSSVariablesResolver, Drawer, Modal, Tooltip } from '@mantine/core'

/**
 * The look: one accent (deep teal), amber for clocks, red only for danger to a person. Neutrals lean to green so
 * that the accent sits quietly in them. Contrast of text on every ground is at least 4.5 : 1 in both schemes.
 */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "'Noto Sans Variable', 'Noto Sans Arabic Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', 'DejaVu Sans Mono', Menlo, monospace",
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  colors: {
    teal: [
      '#eaf5f3',
      '#d5e9e6',
      '#aad3cd',
      '#7dbdb4',
      '#57a99f',
      '#33958a',
      '#1b7d73',
      '#0e655d',
      '#0a524c',
      '#06403b',
    ],
    amber: [
      '#fff6e3',
      '#fdeac3',
      '#f9d58d',
      '#f3bd54',
      '#eaa62a',
      '#d48f13',
      '#ad720a',
      '#8a5a08',
      '#6d470a',
      '#533609',
    ],
    gray: [
      '#f7f9f8',
      '#eff2f1',
      '#e4e9e7',
      '#d4dbd8',
      '#b5bfbb',
      '#8c9894',
      '#65716d',
      '#4a5652',
      '#333e3a',
      '#1d2623',
    ],
    dark: [
      '#dbe2df',
      '#b6c0bc',
      '#93a09b',
      '#6d7a75',
      '#414c48',
      '#343e3b',
      '#262f2c',
      '#1a211f',
      '#141a18',
      '#0e1312',
    ],
  },
  components: {
    // Locking the page's scroll writes a <style> element, which the content security policy forbids.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
  },
})

/** Our own variables beside Mantine's: grounds, lines and the meanings of colours. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--asylia-ground': '#f4f7f6',
    '--asylia-surface': '#ffffff',
    '--asylia-raised': '#ffffff',
    '--asylia-line': '#dfe6e3',
    '--asylia-line-strong': '#b9c4c0',
    '--asylia-text': '#1d2623',
    '--asylia-quiet': '#56635e',
    '--asylia-accent': '#0e655d',
    '--asylia-accent-ground': '#e3f1ee',
    '--asylia-clock': '#8a5a08',
    '--asylia-clock-ground': '#fff3d9',
    '--asylia-danger': '#b3261e',
    '--asylia-danger-ground': '#fdeceb',
    '--asylia-mark': '#fbe7a8',
    '--mantine-color-dimmed': '#56635e',
  },
  dark: {
    '--asylia-ground': '#131917',
    '--asylia-surface': '#1a211f',
    '--asylia-raised': '#212a27',
    '--asylia-line': '#2e3835',
    '--asylia-line-strong': '#53605b',
    '--asylia-text': '#dbe2df',
    '--asylia-quiet': '#9daaa5',
    '--asylia-accent': '#7dbdb4',
    '--asylia-accent-ground': '#1c3531',
    '--asylia-clock': '#f3bd54',
    '--asylia-clock-ground': '#362a12',
    '--asylia-danger': '#ff8f85',
    '--asylia-danger-ground': '#3d1d1b',
    '--asylia-mark': '#5a4a16',
    '--mantine-color-dimmed': '#9daaa5',
  },
})
