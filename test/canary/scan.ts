import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every file below a folder, sockets and links left out. */
function* filesBelow(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stat = lstatSync(path)
    if (stat.isDirectory()) yield* filesBelow(path)
    else if (stat.isFile()) yield path
  }
}

/** Where any of the words stands, as UTF-8 or UTF-16, in the raw bytes of any file below the folders: `word: path`. */
export function findWords(
  folders: readonly string[],
  words: readonly string[],
): { files: number; hits: string[] } {
  const needles = words.flatMap((word) => [
    { word, bytes: Buffer.from(word, 'utf8') },
    { word, bytes: Buffer.from(word, 'utf16le') },
  ])
  const hits: string[] = []
  let files = 0
  for (const folder of folders) {
    for (const path of filesBelow(folder)) {
      files++
      const content = readFileSync(path)
      for (const { word, bytes } of needles) if (content.includes(bytes)) hits.push(`${word}: ${path}`)
    }
  }
  return { files, hits: [...new Set(hits)] }
}
