export { identifiers, readText, type Identifier, type IdentifierKind } from './identifiers.ts'
export { type Mention } from './mentions.ts'
