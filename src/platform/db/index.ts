export type { Database, Tables, Transaction } from './database.ts'
