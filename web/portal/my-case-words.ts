import { createTranslator, type Translate } from '#platform/i18n'

const own = createTranslator('my-case')
const law = createTranslator('law')
const cases = createTranslator('wb-cases')
const casework = createTranslator('wb-casework')
const workbench = createTranslator('workbench')

export type OwnWords = {
  language: string
  t: Translate
  right(kind: string): string
  role(role: string): string
  purpose(purpose: string): string
  field(field: string): string
  step(kind: string): string
  child(answer: string): string
  identity(name: string): string
  why(reason: string): string
}

/** The person's words: their own pages' and, where staff read the same thing, the ones staff read. */
export function ownWords(language: string): OwnWords {
  const said = (t: Translate, key: string, otherwise = ''): string => {
    const text = t(key)
    return text === key ? otherwise : text
  }
  const readable = (id: string): string => id.replaceAll(/[_-]+/g, ' ')
  const [ofCases, ofCasework] = [cases.in(language), casework.in(language)]
  return {
    language,
    t: own.in(language),
    right: (kind) => said(law.in(language), `rights.${kind}`, readable(kind)),
    role: (role) => said(workbench.in(language), `role.${role}`, readable(role)),
    purpose: (purpose) => said(ofCases, `consent.purpose.${purpose}`, readable(purpose)),
    field: (field) => said(ofCases, `consent.field.${field}`, readable(field)),
    step: (kind) => said(ofCasework, `step.kind.${kind}`, readable(kind)),
    child: (answer) => said(ofCases, `childAnswer.${answer}`, readable(answer)),
    identity: (name) => said(ofCases, `identity.${name}`, readable(name)),
    why: (reason) => said(ofCases, `reveal.${reason}`) || said(ofCasework, `plan.reason.${reason}`),
  }
}
