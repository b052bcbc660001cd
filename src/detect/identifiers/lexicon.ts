import { words } from '../normalise/index.ts'

export type Period = 'hour' | 'day' | 'night' | 'week' | 'month' | 'year' | 'visit'

/** What a word can mean where identifiers and amounts are read. A word may mean several things. */
export type Meaning = {
  /** A number said: '5', '07' never; '30' for thirty. */
  number?: string
  /** double, triple. */
  times?: 2 | 3
  /** ISO 4217, or the word where it stands for several currencies. */
  currency?: string
  period?: Period
  /** A service on which people have accounts. */
  service?: string
  cues: number
  /** Phrases that begin with this word; the longest first. */
  phrases?: { rest: number[]; kind: 'travel' | 'document'; value: string }[]
}

/** What a word hints at. */
export const cue = {
  wage: 1,
  rent: 2,
  /** 'years': an age when 'old' or the like is near, in some languages by itself. */
  years: 4,
  ageAfter: 8,
  ageBefore: 16,
  /** 'of' in 'years of experience', 'for' in 'for 20 years': no age. */
  noAge: 32,
  bank: 64,
  plate: 128,
  at: 256,
  dot: 512,
  /** Between tens and ones: 'et', 'y'. */
  joins: 1024,
  per: 2048,
  /** id, name, number, user: between a service or a bank word and what it names. */
  names: 4096,
  /** Words of years that are an age without more (French, Spanish, Arabic). */
  yearsAlone: 8192,
  /** From here on, and up to there. */
  to: 16384,
  /** Weights, which are told in pounds too; millions, which no ad pays. */
  noMoney: 32768,
} as const

const numbers: Record<string, string> = {
  '0': 'zero oh nought null nol zéro cero صفر ноль нуль',
  '1': 'one un une uno una eins ein um uma один одна واحد واحدة',
  '2': 'two deux dos zwei due dois duas два две اثنان اثنين إثنان',
  '3': 'three trois tres drei tre três три ثلاثة ثلاث',
  '4': 'four quatre cuatro vier quattro quatro четыре أربعة أربع',
  '5': 'five cinq cinco fünf cinque пять خمسة خمس',
  '6': 'six seis sechs sei шесть ستة ست',
  '7': 'seven sept siete sieben sette sete семь سبعة سبع',
  '8': 'eight huit ocho acht otto oito восемь ثمانية ثمان',
  '9': 'nine neuf nueve neun nove девять تسعة تسع',
  '10': 'ten dix diez',
  '11': 'eleven onze once',
  '12': 'twelve douze doce',
  '13': 'thirteen treize trece',
  '14': 'fourteen quatorze catorce',
  '15': 'fifteen quinze quince',
  '16': 'sixteen seize dieciséis',
  '17': 'seventeen diecisiete',
  '18': 'eighteen dieciocho',
  '19': 'nineteen diecinueve',
  '20': 'twenty vingt vingts veinte',
  '21': 'veintiuno veintiún',
  '22': 'veintidós',
  '23': 'veintitrés',
  '24': 'veinticuatro',
  '25': 'veinticinco',
  '26': 'veintiséis',
  '27': 'veintisiete',
  '28': 'veintiocho',
  '29': 'veintinueve',
  '30': 'thirty trente treinta',
  '40': 'forty quarante cuarenta',
  '50': 'fifty cinquante cincuenta',
  '60': 'sixty soixante sesenta',
  '70': 'seventy setenta septante',
  '80': 'eighty ochenta huitante',
  '90': 'ninety noventa nonante',
}

const currencies: Record<string, string> = {
  EUR: 'eur euro euros يورو евро',
  USD: 'usd dollar dollars dólar dólares دولار доллар доллара долларов bucks',
  GBP: 'gbp pound pounds quid sterling',
  CHF: 'chf francs',
  CAD: 'cad',
  AUD: 'aud',
  AED: 'aed dirham dirhams dhs درهم',
  SAR: 'sar riyal riyals ريال',
  KWD: 'kwd دينار dinar dinars dinares',
  EGP: 'egp جنيه',
  MAD: 'mad',
  INR: 'inr rupee rupees rs',
  PKR: 'pkr',
  BDT: 'bdt taka',
  PHP: 'php pesos peso',
  MXN: 'mxn',
  COP: 'cop',
  THB: 'thb baht บาท',
  NGN: 'ngn naira',
  KES: 'kes ksh',
  ZAR: 'zar rand',
  RUB: 'rub рублей рубля рубль руб ₽',
  UAH: 'uah грн гривен',
  TRY: 'try lira liras',
  PLN: 'pln zł zloty',
  RON: 'ron lei',
  BRL: 'brl reais',
  JPY: 'jpy yen',
  CNY: 'cny yuan rmb',
  XOF: 'xof fcfa cfa',
}

const periods: Record<Period, string> = {
  hour: "hour hourly hr hrs heure l'heure horaire hora ساعة час stunde ora",
  day: 'day daily jour jours journée día día diario ساعيا يوم يوميا день tag giorno dia',
  night: 'night nightly nuit noche ليلة ночь',
  week: 'week weekly wk semaine hebdomadaire semana semanal semanales أسبوع أسبوعيا неделю woche settimana',
  month:
    'month monthly mth pcm mois mensuel mensuels mensuelle mes mensual mensuales شهر شهريا الشهر месяц monat mese mês',
  year: 'year yearly annum annual annually pa annuel annuels año anual anuales سنة سنويا год jahr anno ano',
  visit: 'visit session person visite séance sesión visita جلسة',
}

const services: Record<string, string> = {
  telegram: 'telegram tg telegramm télégramme تلغرام تيليجرام تلجرام телеграм телеграмм',
  whatsapp: 'whatsapp whatapp watsapp whats واتساب واتس ватсап вотсап wsp',
  signal: 'signal سيجنال',
  viber: 'viber فايبر вайбер',
  line: 'line',
  wechat: 'wechat weixin',
  instagram: 'instagram insta ig انستغرام انستقرام إنستغرام инстаграм',
  snapchat: 'snapchat snap سناب',
  facebook: 'facebook fb فيسبوك',
  messenger: 'messenger',
  tiktok: 'tiktok تيكتوك',
  skype: 'skype',
  kik: 'kik',
  zalo: 'zalo',
  kakaotalk: 'kakaotalk kakao',
  imo: 'imo',
  botim: 'botim',
  discord: 'discord',
  qq: 'qq',
  threema: 'threema',
  wickr: 'wickr',
  vk: 'vk вконтакте вк',
  twitter: 'twitter',
}

const cues: [number, string][] = [
  [
    cue.wage,
    'salary salaries wage wages pay payment earn earning earnings paid income stipend salaire salaires paie payé gagner gagnez rémunération sueldo salario salarios paga gana ganar pago راتب الراتب براتب أجر مرتب зарплата оплата gehalt lohn stipendio salário',
  ],
  [cue.rent, 'rent rental deposit loyer caution alquiler renta fianza إيجار للإيجار аренда miete'],
  [cue.years, 'years year yrs yr'],
  [cue.yearsAlone, 'ans años سنة سنوات عاما عام лет года jahre anni anos'],
  [cue.ageAfter, 'old yo alt edad عمر'],
  [
    cue.ageBefore,
    'aged age ages âgé âgée âgés âgées âge edad edades عمري العمر عمرها عمره بعمر возраст alter età idade',
  ],
  [
    cue.noAge,
    'experience expérience experiencia خبرة опыта опыт erfahrung of business contract warranty guarantee garantie contrat contrato garantía depuis pendant hace desde durante for since over within last past منذ лучше ago service lease',
  ],
  [
    cue.bank,
    'account acct acc iban bank sort routing aba ifsc swift bic clabe cbu cvu rib compte banque cuenta banco bancaria bancaire حساب الحساب حسابي آيبان ايبان بنك счет счёт konto conto conta',
  ],
  [
    cue.plate,
    'plate plates reg registration immatriculation immatriculé immatriculée plaque matrícula matricula placa placas patente لوحة اللوحة госномер номерами kennzeichen targa',
  ],
  [cue.at, 'at arroba arobase'],
  [cue.dot, 'dot punto point'],
  [cue.joins, 'et y and و e'],
  [cue.per, 'per a an par al por la le el de del je à في в за pro'],
  [
    cue.names,
    'id name number no nr nº user username account handle nick is code nom pseudo usuario nombre número numero رقم اسم',
  ],
  [cue.to, 'to à a al au bis до إلى الى and et y hasta'],
  [cue.noMoney, 'lift lifting weigh weighing weighs weight carry carrying handling heavy pesa'],
]

const documents: Record<string, string> = {
  passport:
    'passport|passports|passeport|passeports|pasaporte|pasaportes|جواز|جوازات|جواز سفر|جواز السفر|паспорт|паспорта|pass reisepass|reisepass|passaporto|passaporte',
  visa: 'visa|visas|visado|visados|تأشيرة|تأشيرات|التأشيرة|فيزا|виза|визу|визы|visum|visto',
  'identity-card':
    "id card|identity card|national id|identity document|identity documents|carte d'identité|pièce d'identité|documento de identidad|carnet de identidad|cédula|بطاقة هوية|بطاقة الهوية|الهوية|удостоверение личности|personalausweis|carta d'identità",
  'work-permit':
    'work permit|work permits|work visa|permis de travail|permiso de trabajo|تصريح عمل|إذن عمل|разрешение на работу|arbeitserlaubnis|permesso di lavoro',
  'residence-permit':
    'residence permit|residency permit|titre de séjour|permis de séjour|carte de séjour|permiso de residencia|tarjeta de residencia|إقامة|تصريح إقامة|вид на жительство|aufenthaltstitel|permesso di soggiorno',
  'driving-licence':
    'driving licence|driving license|driver licence|driver license|permis de conduire|carnet de conducir|licencia de conducir|رخصة قيادة|رخصة سياقة|водительские права|führerschein|patente di guida',
  'birth-certificate':
    'birth certificate|acte de naissance|extrait de naissance|partida de nacimiento|acta de nacimiento|شهادة ميلاد|свидетельство о рождении',
  papers:
    "papers|identity papers|travel document|travel documents|papiers|papiers d'identité|papeles|documentos de viaje|أوراق|الأوراق|أوراق ثبوتية|وثائق السفر|документы",
}
const travel: Record<string, string> = {
  abroad:
    "abroad|overseas|à l'étranger|a l'étranger|étranger|en el extranjero|extranjero|الخارج|بالخارج|за границей|за границу|im ausland|ausland|all'estero",
  flight:
    "flight|flights|plane ticket|plane tickets|air ticket|air tickets|airfare|vol|vols|billet d'avion|vuelo|vuelos|billete de avión|pasaje aéreo|boleto de avión|رحلة طيران|تذكرة طيران|تذكرة سفر|авиабилет|авиабилеты|перелет|перелёт|flug|volo",
  airport: 'airport|aéroport|aeropuerto|مطار|المطار|аэропорт|flughafen|aeroporto',
  border: 'border|frontier|frontière|frontera|حدود|الحدود|граница|границу|grenze|frontiera',
  journey:
    'travel costs|travel expenses|travel paid|transport paid|frais de voyage|gastos de viaje|تكاليف السفر|السفر|проезд|дорога оплачивается|reisekosten',
  embassy:
    'embassy|consulate|ambassade|consulat|embajada|consulado|سفارة|السفارة|قنصلية|посольство|консульство|botschaft|ambasciata',
}

/** Meanings by the hash of the word, as `normalise` folds it: whatever its case, marks and look-alike letters. */
export class Lexicon {
  readonly #meanings = new Map<number, Meaning>()
  /** Which upper halves of hashes have a meaning at all: spares nearly every look into the table. */
  readonly #likely = new Uint8Array(2 ** 16)

  get(hash: number): Meaning | undefined {
    return this.#likely[hash >>> 16] === 0 ? undefined : this.#meanings.get(hash)
  }

  /** The meaning of a word, one to fill in when it has none. */
  of(hash: number): Meaning {
    const known = this.#meanings.get(hash)
    if (known !== undefined) return known
    const meaning: Meaning = { cues: 0 }
    this.#meanings.set(hash, meaning)
    this.#likely[hash >>> 16] = 1
    return meaning
  }
}

let table: Lexicon | undefined

/** The lexicon; made when it is first asked for, which scans words. */
export function lexicon(): Lexicon {
  return (table ??= made())
}

function made(): Lexicon {
  const lexicon = new Lexicon()
  const of = (hash: number): Meaning => lexicon.of(hash)
  const hashesOf = (text: string): number[] => words(text).map(({ hash }) => hash)
  const each = (list: string, put: (meaning: Meaning) => void): void => {
    for (const word of list.split(' ')) put(of(hashesOf(word)[0]!))
  }
  for (const [number, list] of Object.entries(numbers)) each(list, (meaning) => (meaning.number ??= number))
  each('double', (meaning) => (meaning.times = 2))
  each('triple treble', (meaning) => (meaning.times = 3))
  for (const [currency, list] of Object.entries(currencies))
    each(list, (meaning) => (meaning.currency ??= currency))
  for (const [period, list] of Object.entries(periods))
    each(list, (meaning) => (meaning.period ??= period as Period))
  for (const [service, list] of Object.entries(services))
    each(list, (meaning) => (meaning.service ??= service))
  for (const [flag, list] of cues) each(list, (meaning) => (meaning.cues |= flag))
  for (const [kind, concepts] of [
    ['document', documents],
    ['travel', travel],
  ] as const)
    for (const [value, list] of Object.entries(concepts))
      for (const phrase of list.split('|')) {
        const [first, ...rest] = hashesOf(phrase)
        const meaning = of(first!)
        meaning.phrases = [...(meaning.phrases ?? []), { rest, kind, value }].sort(
          (a, b) => b.rest.length - a.rest.length,
        )
      }
  return lexicon
}
