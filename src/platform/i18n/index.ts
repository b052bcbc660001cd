export { createTranslator, type Translate, type Translator } from './words.ts'
export { directionOf, mainLanguages, nameOf, negotiateLanguage } from './language.ts'
