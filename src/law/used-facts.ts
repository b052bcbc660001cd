import type { Trace } from './compile.ts'
import type { Situation, UsedFact } from './facts.ts'

/** The known facts that bore on a rule, each once, with what they followed from and who said so. */
export function knownFacts(trace: Trace, situation: Situation): UsedFact[] {
  const found: UsedFact[] = []
  collect(trace, situation, found)
  return found
}

function collect(node: Trace, situation: Situation, found: UsedFact[]): void {
  if (node.of === undefined) {
    if (node.is === 'unknown') return
    const used = usedFact(node, situation)
    if (!found.includes(used)) found.push(used)
    return
  }
  for (const part of node.of)
    if (part.of !== undefined || part.is !== 'unknown') collect(part, situation, found)
}

/** Made once a situation: the same fact bears on many offences. */
function usedFact(node: Trace, situation: Situation): UsedFact {
  const key = node.than === undefined ? node.fact! : `${node.fact} ${node.than}`
  const known = situation.shown.get(key)
  if (known) return known
  const used: UsedFact = { fact: node.fact!, is: node.is }
  const value = situation.others.get(node.fact!)
  if (value !== undefined) used.value = value
  const inferredFrom = situation.inferred.get(node.fact!)
  if (inferredFrom !== undefined) used.inferredFrom = inferredFrom
  const sources = situation.statements.get(node.fact!)?.flatMap((one) => one.source ?? [])
  if (sources?.length) used.sources = sources
  situation.shown.set(key, used)
  return used
}
