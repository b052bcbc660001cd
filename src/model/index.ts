export { newId } from './ids.ts'
export { PlainDate } from './time.ts'
export { Alpha3 } from './places.ts'
