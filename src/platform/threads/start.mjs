// The first file of a thread, plain JavaScript: registers tsx, then loads the TypeScript file named by the argument.
import { register } from 'tsx/esm/api'

register()
await import(process.argv[2])
