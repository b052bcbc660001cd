export { newId } from './ids.ts'
export { PlainDate } from './time.ts'
export { Alpha3 } from './places.ts'
export { accessTable, type Purpose, type Role, STAFF_ROLES } from './access-table.ts'
