import { readFileSync } from 'node:fs'
import { z } from 'zod'

const IdentityWords = z.object({
  groups: z.array(z.object({ language: z.string(), kind: z.string(), words: z.array(z.string()) })),
})

let canonical: Map<string, string> | undefined

/**
 * One form for all words of nationality, ethnicity, gender or age that may stand for one another
 * (`data/detect/identity-words.json`), so that no sign can depend on which of them was chosen. `fold` is how words are
 * compared.
 */
export function identityForms(fold: (word: string) => string): ReadonlyMap<string, string> {
  if (canonical !== undefined) return canonical
  const file = new URL('../../../data/detect/identity-words.json', import.meta.url)
  const { groups } = IdentityWords.parse(JSON.parse(readFileSync(file, 'utf8')))
  // A word may stand in two groups; then the two are one here.
  const parent = new Map<string, string>()
  const root = (form: string): string => {
    let at = form
    for (let above = parent.get(at); above !== undefined && above !== at; above = parent.get(at)) at = above
    return at
  }
  for (const { words } of groups) {
    const forms = words.map(fold)
    for (const form of forms) {
      if (!parent.has(form)) parent.set(form, form)
      const [a, b] = [root(form), root(forms[0]!)].sort() as [string, string]
      parent.set(b, a)
    }
  }
  return (canonical = new Map([...parent.keys()].map((form) => [form, `person:${root(form)}`])))
}
