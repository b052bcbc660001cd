import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** `asylia/law`: the front door and what stands behind it as one module, for browsers and Node alike. */
export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    lib: { entry: here('./index.ts'), formats: ['es'], fileName: 'law' },
    outDir: here('../../dist/law'),
    emptyOutDir: true,
    target: 'es2022',
  },
})
