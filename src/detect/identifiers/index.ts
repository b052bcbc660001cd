export { identifiers, readText, type Identifier, type IdentifierKind } from './identifiers.ts'
export { mentionKinds, type Mention, type MentionKind } from './mentions.ts'
