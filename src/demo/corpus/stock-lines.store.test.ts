import { expect, test } from 'vitest'
import { evaluateTexts } from '#detect'
import { makeCorpus } from './make-corpus.ts'

test('stock lines and the notices of sites join no strangers to one template', async () => {
  const rows = makeCorpus({ kind: 'boilerplate', n: 1000, seed: 5, edit: undefined }).map((row) => ({
    ...row,
    template: row.template_id,
    edition: row.edition_id,
  }))
  const { pair, doc } = await evaluateTexts(rows)
  expect(pair.precision).toBeGreaterThan(0.98)
  expect(pair.recall).toBeGreaterThan(0.98)
  expect(doc.precision).toBeGreaterThan(0.98)
})
