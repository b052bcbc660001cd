/** Where sealed blobs lie: a folder or a bucket. It sees ciphertext only, and names that reveal nothing. */
export interface BlobStore {
  /** Keeps the file at `path` under this name; settles when it is durable. Takes or copies the file. */
  put(name: string, path: string): Promise<void>
  has(name: string): Promise<boolean>
  /** The blob's bytes; undefined when there is none of that name. */
  get(name: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Deletes; a blob that is not there is no error. */
  delete(name: string): Promise<void>
  /** All names, in no particular order. */
  list(): AsyncIterable<string>
}
