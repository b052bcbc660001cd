import { expect, test } from 'vitest'
import { testCorpus } from '#test/stores'
import { readObservation } from '../signatures/read-observation.ts'
import { agreement } from './agreement.ts'
import { findTemplates } from './find-templates.ts'

const corpus = await testCorpus()

async function templatesOf(texts: readonly string[]): Promise<string[]> {
  await corpus.command('TRUNCATE TABLE detect_signature')
  await corpus.insert(
    'detect_signature',
    texts.map((text, number) => ({
      ...readObservation({
        id: String(number),
        version: '1',
        title: '',
        text,
        contact: '',
        country: '',
        images: [],
      }),
      number,
    })),
  )
  const { templates } = await findTemplates(corpus)
  const found = texts.map(() => '-1')
  templates.forEach((members, template) => {
    for (const row of members) found[row] = String(template)
  })
  return found
}

/** One model sentence in twelve scripts, and what differs from text to text. */
const scripts: Record<string, [model: string, fillings: string[]]> = {
  latin: [
    'Workers wanted for season jobs abroad, good monthly salary, housing and three meals provided, call {} now',
    ['Anna', 'Olga', 'Irina'],
  ],
  cyrillic: [
    'Требуются девушки для работы за границей, хорошая зарплата, жильё и питание предоставляем, звоните {}',
    ['Анна', 'Ольга', 'Ирина'],
  ],
  greek: [
    'Ζητούνται εργάτες για εποχική εργασία στο εξωτερικό με καλό μισθό και δωρεάν στέγαση, καλέστε {}',
    ['Άννα', 'Όλγα', 'Ειρήνη'],
  ],
  arabic: [
    'مطلوب عمال للعمل في الخارج براتب شهري جيد مع توفير السكن والطعام والمواصلات، اتصل الآن {}',
    ['أحمد', 'سامي', 'خالد'],
  ],
  hebrew: [
    'דרושים עובדים לעבודה עונתית בחוץ לארץ עם משכורת טובה ומגורים חינם, התקשרו עכשיו {}',
    ['אנה', 'אולגה', 'אירנה'],
  ],
  devanagari: [
    'विदेश में मौसमी काम के लिए कामगार चाहिए, अच्छा मासिक वेतन, रहना और खाना मुफ्त, अभी फोन करें {}',
    ['अनिता', 'राज', 'सीमा'],
  ],
  bengali: [
    'বিদেশে মৌসুমি কাজের জন্য শ্রমিক প্রয়োজন, ভালো মাসিক বেতন, থাকা ও খাওয়া বিনামূল্যে, এখনই ফোন করুন {}',
    ['আনিতা', 'রাজ', 'সীমা'],
  ],
  thai: ['รับสมัครคนงานทำงานต่างประเทศตามฤดูกาลเงินเดือนดีมีที่พักและอาหารฟรีโทรหา{}ตอนนี้', ['แอนนา', 'ออลก้า', 'ไอริน่า']],
  han: ['招聘海外季节性工人月薪高包吃包住提供交通请立即致电{}先生联系', ['安娜', '奥尔加', '伊琳娜']],
  kana: [
    '海外で季節の仕事をする人を募集しています。高い月給、住居と食事は無料です。今すぐ{}まで電話してください',
    ['アンナ', 'オルガ', 'イリーナ'],
  ],
  hangul: [
    '해외 계절 노동자를 모집합니다, 높은 월급, 숙소와 식사 무료 제공, 지금 {} 에게 전화하세요',
    ['안나', '올가', '이리나'],
  ],
  ethiopic: ['ለውጭ አገር የወቅት ሥራ ሠራተኞች ይፈለጋሉ፣ ጥሩ ወርሃዊ ደመወዝ፣ መኖሪያና ምግብ በነጻ፣ አሁን ይደውሉ {}', ['አና', 'ኦልጋ', 'ኢሪና']],
}

test('templates are found in twelve scripts, and no two scripts are mixed', async () => {
  const texts: string[] = []
  const truth: string[] = []
  for (const [script, [model, fillings]] of Object.entries(scripts))
    for (const filling of fillings) {
      texts.push(model.replace('{}', filling))
      truth.push(script)
    }
  expect(agreement(truth, await templatesOf(texts))).toMatchObject({
    ari: 1,
    doc: { recall: 1, precision: 1 },
  })
})

test('borrowed letters, case, marks, emoji digits and invisible characters hide nothing', async () => {
  const plain =
    'Workers wanted for season jobs abroad, good salary, housing provided, call Anna on 555 0101 now'
  const disguised = [
    plain,
    plain.toUpperCase(),
    plain.replaceAll('a', 'а').replaceAll('e', 'е'),
    plain.replaceAll('o', 'ο'),
    plain.replace('555', '5️⃣5️⃣5️⃣'),
    Array.from(plain).join('\u200b').replaceAll('\u200b \u200b', ' '),
    plain.normalize('NFD').replaceAll('a', 'á'),
    plain.replace('money', 'm0ney'),
  ]
  expect(
    new Set(await templatesOf([...disguised, 'Piano lessons for beginners in the old town hall'])),
  ).toEqual(new Set(['0', '-1']))
})

/** Words of a made-up language; the same run gives the same words. */
function speaker(): (count: number) => string[] {
  let state = 7
  return (count) =>
    Array.from({ length: count }, () => {
      state = (state * 48_271) % 2_147_483_647
      return `v${Math.floor(3000 ** (state / 2_147_483_647))}`
    })
}

test('a template that most of the corpus is written after is found whole', async () => {
  const say = speaker()
  const own = say(60)
  const edited = (n: number): string =>
    own.map((word, i) => ((i * 7 + n) % 13 === 0 ? `changed${n}` : word)).join(' ')
  const texts = Array.from({ length: 400 }, (_, n) => (n < 260 ? edited(n) : say(60).join(' ')))
  const truth = texts.map((_, n) => (n < 260 ? 'large' : '-1'))
  const { pair } = agreement(truth, await templatesOf(texts))
  expect(pair.precision).toBe(1)
  expect(pair.recall).toBeGreaterThan(0.97)
})

test('the order of the texts changes nothing', async () => {
  const words = Array.from({ length: 400 }, (_, i) => `w${i}`)
  let state = 1
  const random = (n: number): number => (state = (state * 48_271) % 2_147_483_647) % n
  const texts: string[] = []
  for (let model = 0; model < 20; model++) {
    const own = Array.from({ length: 30 }, () => words[random(400)]!)
    for (let k = 0; k < 6; k++)
      texts.push(own.map((one) => (random(5) === 0 ? words[random(400)]! : one)).join(' '))
  }
  const forward = await templatesOf(texts)
  const order = texts.map((_, i) => i).sort((a, b) => ((a * 7919) % 120) - ((b * 7919) % 120))
  const backward = await templatesOf(order.map((i) => texts[i]!))
  const again = texts.map((_, i) => backward[order.indexOf(i)]!)
  expect(agreement(forward, again).ari).toBe(1)
  expect(
    agreement(
      texts.map((_, i) => String(Math.floor(i / 6))),
      forward,
    ).ari,
  ).toBeGreaterThan(0.95)
})
