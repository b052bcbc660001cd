import { fileURLToPath } from 'node:url'

/**
 * Folder of the built workbench (`npm run build`): `index.html` for every address that is a page of the workbench
 * (see `web/workbench/routes.tsx`), hashed files under `assets/` that may be kept for ever.
 */
export const webRoot: string = fileURLToPath(new URL('../dist/web', import.meta.url))
