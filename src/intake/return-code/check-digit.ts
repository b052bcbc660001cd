// H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004: a table of order 10.
const TABLE = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

/**
 * The digit that checks a group: by it every single wrong digit in the group, and every two neighbours that were swapped,
 * is found. It begins with the group's place, so that two groups that were swapped are found too.
 */
export function checkDigit(group: string, place: number): string {
  let interim = place
  for (const digit of group) interim = Number(TABLE[interim]![Number(digit)])
  return String(interim)
}
