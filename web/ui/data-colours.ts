/**
 * Colours of data: Okabe and Ito's set, told apart by people with any colour vision; the order is fixed, so a
 * kind of evidence keeps its colour on every page. Marks differ by shape as well.
 */
export const dataColours = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#7f7f7f',
] as const
