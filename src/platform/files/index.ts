export { openChunk, piecesOf, SEALED_CHUNK_BYTES, sealChunk } from './blob-format.ts'
export { openFiles, type Files } from './files.ts'
