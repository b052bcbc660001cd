import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder of this run's own, where the first journey unpacks the browser for all of them. */
    browserFolder: string
  }
}

/** Costs nothing until a journey asks for the browser. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'asylia-browser-'))
  project.provide('browserFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}
