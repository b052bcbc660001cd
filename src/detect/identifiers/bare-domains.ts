import { createRequire } from 'node:module'
import { wordlist as english } from '@scure/bip39/wordlists/english.js'
import { wordlist as french } from '@scure/bip39/wordlists/french.js'
import { wordlist as spanish } from '@scure/bip39/wordlists/spanish.js'

const { getAlpha2Codes } = createRequire(import.meta.url)('i18n-iso-countries') as {
  getAlpha2Codes: () => Record<string, string>
}

/** Endings of two letters: countries (ISO 3166-1), and the United Kingdom, the Union and two old ones by their own. */
const countries = new Set([
  ...Object.keys(getAlpha2Codes()).map((code) => code.toLowerCase()),
  'uk',
  'eu',
  'su',
  'ac',
])

/** Endings of names of hosts that are looked for where neither 'www' nor a scheme stands. */
export const endings =
  'com|net|org|info|biz|io|app|site|online|xyz|club|top|link|shop|example|test|dev|jobs|travel|agency|work|world|live|store|edu|gov|int|mobi|pro|asia'
/** Of these the ones that begin a sentence too: 'call this.info below', 'nice home.work here'. */
const wordEndings = new Set(
  'info app site online club top link shop test jobs travel agency work world live store pro'.split(' '),
)
/** Two letters that end names of countries and are words too: 'in town.No questions' is no address. */
export const shortWords = new Set(
  'no is in on so my at be to us as am by do it id me la de es se si un et ne tu ma sa pm al he we or if co'.split(
    ' ',
  ),
)
/** Written as hosts are, and none. */
const products = new Set(['asp.net', 'vb.net', 'ado.net', 'b.sc', 'm.sc', 'ph.d', 'socket.io'])

/**
 * Words that end sentences in advertisements and that nobody would take for the name of a house: English, French and
 * Spanish. A name of a host that is one of these is missed when nothing else says that it is one.
 */
const words = new Set(
  (
    'this that these those here there now then today tonight tomorrow soon always never again daily weekly monthly day days night nights week weeks ' +
    'month months year years hour hours time times morning evening noon midnight weekend weekends monday tuesday wednesday thursday friday saturday sunday ' +
    'me you him her us them it one all both each other another everyone anyone everything anything nothing something who what where when why how ' +
    'yes no not only more most less least much many few some any very too also just still well ' +
    'follow add call calls text texts message messages write contact visit come go stay see ask book wait start begin apply send know find get meet try help ' +
    'home house room rooms flat apartment hotel hotels place places city town area country street door bed bath kitchen garden car office company business ' +
    'work working job jobs pay paid salary wage wages money cash price prices rate rates free cheap fee fees cost costs deposit rent included extra bonus ' +
    'good great new best better nice clean safe big small young old long short full part easy hard hot sweet fresh first last next ready available open closed busy private ' +
    'site page credit manager language required organised corner city crown crowns ' +
    'girl girls woman women man men boy boys lady ladies people person friend friends family child children couple client clients customer customers staff worker workers team ' +
    'zero one two three four five six seven eight nine un deux trois quatre cinq sept huit neuf uno dos tres cuatro cinco seis siete ocho nueve cero ' +
    'phone number numbers email e-mail mail photo photos picture pictures details name names address question questions service services massage massages ' +
    'transport travel flight flights food meals accommodation experience english welcome thanks please sorry sure needed required wanted provided possible necessary ' +
    'abroad away back out up down off over under inside outside around near later early late ' +
    'ici là maintenant demain soir jour jours nuit semaine mois heure heures matin moi toi lui elle nous vous eux tout tous toutes rien oui non bien bon bonne ' +
    'travail emploi salaire argent prix gratuit maison chambre appartement ville rue voiture fille filles femme femmes homme hommes ami amie famille enfant ' +
    'appelez appel message photo photos numéro disponible libre ouvert logement transport compris inclus urgent merci possible ' +
    'aquí ahora hoy mañana noche día días semana mes hora horas yo tú él ella nosotros ustedes todo todos todas nada sí bueno buena bien ' +
    'trabajo empleo salario dinero precio gratis casa habitación piso ciudad calle coche chica chicas mujer mujeres hombre hombres amiga amigo familia ' +
    'llama llame mensaje foto fotos número disponible libre abierto alojamiento incluido urgente gracias posible'
  ).split(' '),
)
export function isPlainWord(label: string): boolean {
  return inSingular(words, label.toLowerCase())
}

const inSingular = (list: ReadonlySet<string>, word: string): boolean =>
  list.has(word) || (word.endsWith('s') && list.has(word.slice(0, -1)))

/** Six thousand words of the three languages that everybody knows (BIP 39), in the singular. */
let commonWords: ReadonlySet<string> | undefined
function isCommonWord(label: string): boolean {
  const word = label.toLowerCase()
  commonWords ??= new Set([...english, ...french, ...spanish].map((one) => one.normalize('NFC')))
  // 'arranged', 'accepted': sentences end so, names of houses hardly.
  return inSingular(commonWords, word) || /[a-z]{3}ed$/.test(word)
}

/** Said before a name of a host that stands by itself; and what may be, and may be said of anything else. */
const saidAsSite =
  /(?:\b(?:web ?sites?|sites?|web|home ?page|url|visit|browse|online at|sitio|página|pagina|enlace|visita|visite|visitez|lien|сайт)|موقع|الموقع|رابط)[\s:–-]{1,3}$/iu
const perhapsSaid = /\b(?:page|link|on|at|via|see|en|sur|ver|voir)[\s:–-]{1,3}$/iu

/**
 * Whether a bare name, with perhaps a path, is a host and not two sentences without a space between. `before`: what
 * stands before it. Where the ending is a word too, a name that is a plain word is none unless it is said to be a site; a
 * common word is none unless something like 'on' stands before it. Not decided: a word of neither kind before such an
 * ending ('manicure.work with us' is read as a host), and a common word that is a host and stands by itself ('ocean.travel'
 * is not read).
 */
export function isBareDomain(shown: string, before: string): boolean {
  const [host = '', path] = shown.split('/')
  if (products.has(host.toLowerCase())) return false
  const parts = host.split('.')
  const written = parts.at(-1)!
  if (/^\p{Lu}\p{Ll}/u.test(written)) return false
  if (/^\d+$/.test(parts[0]!) && parts.length === 2) return false
  // 'o7.7O0.9O2.oI': a number.
  if (/\d/.test(host) && parts.every((part) => /^[\doil]+$/i.test(part))) return false
  const ending = written.toLowerCase()
  if (ending.length === 2 && !countries.has(ending)) return false
  if (path !== undefined) return true
  const label = parts.at(-2)!
  const aWord = ending.length > 2 ? wordEndings.has(ending) : shortWords.has(ending)
  if (ending.length === 2 && label.length < 2) return false
  if (!aWord) return true
  const names = parts.slice(0, -1)
  const plain = names.every(isPlainWord)
  // 'visit town.no questions'
  if (saidAsSite.test(before) && (ending.length > 2 || !plain)) return true
  if (plain) return false
  if (/[\d-]/.test(label)) return true
  const said = ending.length > 2 && perhapsSaid.test(before)
  if (names.every((name) => isPlainWord(name) || isCommonWord(name))) return said
  return ending.length > 2 || parts.length > 2 || said
}
