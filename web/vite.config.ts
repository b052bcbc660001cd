import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { themeStyles } from './ui/theme-styles.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** The headers the workbench needs and no more; `npx vite preview --config web/vite.config.ts` serves with them. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const server = process.env['ASYLIA_SERVER'] ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(['/api', '/report', '/healthz'].map((path) => [path, { target: server }]))

export default defineConfig({
  root: here('./workbench'),
  plugins: [react(), themeStyles()],
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    // A file written into the page as a data: address would need a wider policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    // MapLibre alone is 900 kB; it is loaded by the map page only.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy, fs: { allow: [here('..')] } },
  preview: { proxy, headers: { 'Content-Security-Policy': contentSecurityPolicy } },
})
