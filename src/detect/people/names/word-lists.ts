/** Words of names that are not the name itself. All in plain letters, as `plainLetters` writes them. */

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Forms of address, ranks and titles: said of a person, no part of the name. */
export const honorifics = list(`
  mr mrs ms miss mx dr doctor prof professor sir lord lady dame rev reverend father hon honourable honorable
  president prasident presidente minister chancellor king queen prince princess general gen colonel col captain
  capt major maj lieutenant lt sergeant sgt judge senator ambassador herr frau fraulein monsieur madame mme mlle
  senor senora senorita don dona signor signora pan pani gospodin gospozha sheikh shaikh sheik shaykh sayyid sayed
  syed haji hajji hajj al-hajj mullah mulla maulvi mawlawi qari imam ayatollah hojjat ustad sri shri smt thiru jr
  sr junior senior esq baron baroness count countess mv ms mt ss hms uss
`)

/** Small words that join the parts of a name; their spelling, even their presence, is a matter of taste. */
export const particles = list(`
  al el ul ur ud uz us as ar an ad az at il bin ben ibn ibni bint binti bani abu abou umm ould wuld de da do dos das
  di del della degli dei du des d la le les lo los las van von vom zu zur der den ter ten te op af av y e i i o und et
  and of the for und fur und a na nic mac mc o san santa saint st
`)

/** Legal forms by the kind of body they make, so that one kind in two languages is one. */
const legalForms: Readonly<Record<string, string>> = {
  ltd: 'limited ltd ltda limitada lda llc ooo tov gmbh mbh srl sarl sl slu bv bvba sprl sp zoo spzoo doo oy ab as aps kft sro pte pty pvt sdn bhd',
  jsc: 'jsc ojsc cjsc pjsc ao oao zao pao plc ag sa spa nv se aktiengesellschaft ad asa nyrt bhd tbk pt',
  inc: 'inc incorporated corp corporation co company cie compagnie',
  partnership: 'lp llp kg ohg kommanditgesellschaft partnership gbr',
  association: 'ev ano foundation stiftung fondation fundacion association verein ong ngo',
  bank: 'na',
}

export const legalKind: ReadonlyMap<string, string> = new Map(
  Object.entries(legalForms).flatMap(([kind, words]) =>
    words.split(' ').map((word) => [word, kind] as const),
  ),
)

/** Legal forms of several words, and what they are in one. */
export const legalPhrases: readonly (readonly [RegExp, string])[] = [
  [/\bgesellschaft mit beschrankter haftung\b/g, 'gmbh'],
  [/\bpublic limited company\b/g, 'plc'],
  [/\blimited liability company\b/g, 'llc'],
  [/\b(?:open|public|closed)? ?joint stock compan[y]?\b/g, 'jsc'],
  [/\blimited liability partnership\b/g, 'llp'],
  [/\bobs?h?ch?est[wv]o s ogranichenno[jiy]+ ot[vw]et?st[vw]ennostj?y?i?u\b/g, 'ooo'],
  [/\b(?:otkrytoe|publichnoe|zakrytoe)? ?aktsione?rnoj?y?e obsh?ch?est[wv]o\b/g, 'ao'],
  [/\bsocietatea cu raspundere limitata\b/g, 'srl'],
  [/\bsociedad anonima\b/g, 'sa'],
  [/\bsociete anonyme\b/g, 'sa'],
  [/\bsociete a responsabilite limitee\b/g, 'sarl'],
  [/\bsp z o o\b/g, 'spzoo'],
  [/\bco ltd\b/g, 'ltd'],
  [/\bco limited\b/g, 'ltd'],
]

/** Words that many bodies share: they tell little. */
export const commonWords = list(`
  group groupe gruppe holding holdings international global national industries industry enterprise enterprises
  services service systems solutions trading management trust fund partners capital investment investments finance
  financial bank banking organisation organization ministry department government state united republic university
  institute academy center centre society federation union council committee plant works zavod fabrika factory
  limited company brothers sons
`)

const numberWords =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

const numberOf = new Map<string, number>([
  ...numberWords.map((word, n) => [word, n] as const),
  ...tens.map((word, n) => [word, 20 + 10 * n] as const),
  ...ordinals.map((word, n) => [word, n + 1] as const),
  ['fourty', 40] as const,
])

/** The number that a word stands for: digits, an English number word, an ordinal, a Roman numeral above I. */
export function numberIn(word: string): number | undefined {
  const ordinal = /^(\d{1,9})(?:st|nd|rd|th)?$/.exec(word)
  if (ordinal) return Number(ordinal[1])
  const spoken = numberOf.get(word)
  if (spoken !== undefined) return spoken
  if (word.length < 2 || !/^x{0,3}(?:ix|iv|v?i{0,3})$/.test(word)) return undefined
  const values: Record<string, number> = { i: 1, v: 5, x: 10 }
  let sum = 0
  for (let i = 0; i < word.length; i++) {
    const own = values[word[i]!]!
    sum += own < (values[word[i + 1] ?? ''] ?? 0) ? -own : own
  }
  return sum
}

/** Given names that are one name: short forms, and the same name in other languages. */
const sameNames = `
  william will bill billy willie liam guillaume guillermo wilhelm guglielmo gwilym
  robert rob bob bobby robbie roberto
  richard dick rick ricky ricardo
  john jack johnny jon juan jean johann johannes hans ivan jan giovanni joao sean ian yahya evan
  james jim jimmy jamie jacob jacques diego santiago jakob yaqub yaqoub yakub
  thomas tom tommy tomas
  henry harry hank henri heinrich enrique
  edward ed eddie ted teddy eduardo edouard
  theodore ted teddy fyodor fedor teodor
  benjamin ben benny bibi binyamin
  michael mike mick mickey mikhail miguel michel michele mihail
  alexander alex sasha alexandre alejandro aleksandr oleksandr iskander xander
  alexandra alex sasha sandra
  nicholas nick nikolai nicolas nikolaos klaus
  anthony tony antonio anton antoine
  joseph joe joey jose giuseppe josef yusuf yousef youssef
  peter pete pedro pierre pyotr petr pietro
  paul pablo paolo pavel
  george jorge georg georges giorgio yuri georgy geordie
  charles charlie chuck carl karl carlos carlo
  francis frank francisco francesco franz francois
  david dave davy daud dawood
  daniel dan danny
  samuel sam sammy
  andrew andy drew andres andre andrei andrej
  christopher chris kit cristobal
  matthew matt mateo matteo
  stephen steven steve esteban stefan etienne
  gregory greg grigory gregor
  philip phil felipe philippe filip
  louis luis luigi ludwig lewis lou
  frederick fred freddie friedrich federico frederic fritz
  leonard leo len lenny
  lawrence larry laurence lorenzo
  arthur art artie
  albert al bert alberto
  ronald ron ronnie
  donald don donny
  kenneth ken kenny
  gerald gerry jerry
  timothy tim timmy
  walter walt wally
  barack barry
  abraham abe ibrahim
  isaac ishaq ishak
  solomon suleiman sulayman
  elizabeth liz beth betty lizzie elisabeth isabel elisabetta
  mary maria marie mary maryam miriam molly polly
  margaret maggie meg peggy margarita marguerite
  catherine katherine kate katie cathy kathy ekaterina katya catalina
  anna ann anne annie hannah ana anya
  helen elena yelena helene olena
  susan sue susie suzanne susana
  victoria vicky vika
  barbara barb varvara
  dorothy dot dolly
  martha marta
  emily em emma
  jane jean joan juana giovanna jeanne
  sarah sara sally
  alice alicia
  eleanor nell ellie nora
  harriet hattie henrietta
  louise louisa lou luisa
  natalia natalya natasha
  sophia sofia sophie
  tatiana tanya
  dmitri dmitry dima
  vladimir volodymyr vova
  evgeny yevgeny evgeni zhenya
  sergei sergey sergej serhii serhiy
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' '))

const groupsOf = new Map<string, Set<number>>()
sameNames.forEach((names, group) => {
  for (const one of names) groupsOf.set(one, (groupsOf.get(one) ?? new Set()).add(group))
})

/** Whether two given names are forms of one name, as a table of some hundred names knows it. */
export function areForms(a: string, b: string): boolean {
  const groups = groupsOf.get(a)
  const others = groupsOf.get(b)
  if (groups === undefined || others === undefined) return false
  for (const group of groups) if (others.has(group)) return true
  return false
}
