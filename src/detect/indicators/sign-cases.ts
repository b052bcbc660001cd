import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Cases = z.object({
  around: z.record(z.string(), z.array(z.string()).min(1)),
  signs: z.array(
    z.object({
      id: z.string(),
      cases: z.record(z.string(), z.object({ holds: z.array(z.string()), doesNotHold: z.array(z.string()) })),
    }),
  ),
})

/** A made-up pattern whose sign is known: `phrase` is the wording that carries it or only looks like it. */
export type SignCase = {
  sign: string
  phrase: string
  place: number
  template: number
  holds: boolean
  texts: string[]
}

const wordings = 3
const templates = 3
const stock = 4
const another = 0.35

/**
 * Made-up patterns for each sign, three for each phrase of `data/detect/sign-cases.json`, each a template of its own: three
 * wordings that share the phrase and most of what stands around it, sometimes with a sentence of another sign. `place` is
 * the phrase's place in its list; `draw` answers numbers from 0 up to 1.
 */
export function makeSignCases(draw: () => number): SignCase[] {
  const file = new URL('../../../data/detect/sign-cases.json', import.meta.url)
  const { around, signs } = Cases.parse(JSON.parse(readFileSync(file, 'utf8')))
  return signs.flatMap(({ id, cases }) =>
    Object.entries(cases).flatMap(([language, { holds, doesNotHold }]) => {
      const others = signs
        .filter((one) => one.id !== id)
        .flatMap((one) => Object.values(one.cases[language] ?? {}).flat())
      return [holds, doesNotHold].flatMap((list, side) =>
        list.flatMap((phrase, place) =>
          Array.from({ length: templates }, (_, template): SignCase => {
            const base = shuffled(around[language]!, draw).slice(0, stock)
            if (draw() < another) base.push(others[Math.floor(draw() * others.length)]!)
            const texts = Array.from({ length: wordings }, () => {
              const kept = base.filter(() => draw() < 0.8)
              return shuffled([...kept, phrase], draw).join(' ')
            })
            const name = `${language} ${side} ${place}`
            return { sign: id, phrase: name, place, template, holds: side === 0, texts }
          }),
        ),
      )
    }),
  )
}

function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  const left = [...items]
  for (let i = left.length - 1; i > 0; i--) {
    const j = Math.floor(draw() * (i + 1))
    ;[left[i], left[j]] = [left[j]!, left[i]!]
  }
  return left
}
