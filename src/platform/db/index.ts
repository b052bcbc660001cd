export type { Database, Tables, Transaction } from './database.ts'
export { holdFolder, type FolderLock } from './folder-lock.ts'
export { findMigrations, hashOf, type Migration } from './migrations.ts'
export { loginAt, loginOn, openDatabase, type OpenDatabase, openPrepared } from './open.ts'
export {
  type EmptyRecords,
  findLeftApart,
  moveDataFolder,
  openEmptyRecords,
  removeDataFolder,
} from './restore.ts'
