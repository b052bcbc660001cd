#!/usr/bin/env node
// The same verbs as `npm run asylia --`, for an installed Asylia: the sources run as they are.
import { register } from 'tsx/esm/api'

register()
await import('../src/cli/main.ts')
