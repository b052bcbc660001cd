export { identifiers, type Identifier, type IdentifierKind } from './identifiers.ts'
