import { useReading } from '../../ui/reading.ts'

/** A chance in per cent; what would round to certainty is said to be more or less than something instead. */
export function useChance(): (chance: number) => string {
  const { percent } = useReading()
  return (chance) => {
    if (chance > 0.999) return `\u2066> ${percent(0.999, 1)}\u2069`
    return chance > 0.99 ? percent(chance, 1) : percent(chance)
  }
}
