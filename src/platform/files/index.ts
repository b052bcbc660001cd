export { openFiles, type FileId, type Files } from './files.ts'
