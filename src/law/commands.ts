import { writeFileSync } from 'node:fs'
import { parseCommandLine, type Command } from '#platform/command'
import { BadInput } from '#platform/errors'
import { assess } from './assess.ts'
import { benchCommand } from './bench.ts'
import { changes } from './changes.ts'
import {
  catalogueFor,
  dayOption,
  inFile,
  jurisdictionOption,
  languageOption,
  readJson,
  readText,
  requireJurisdiction,
  requireTreaty,
  required,
  sheetWords,
} from './command-input.ts'
import { channels } from './channels.ts'
import { compare } from './compare.ts'
import { directionCommand } from './direction.ts'
import { evalCommand } from './evaluation.ts'
import { verifyKept, writeKept } from './answers/kept-file.ts'
import { gapChanges } from './gap-changes.ts'
import { gaps } from './gaps.ts'
import { toJsonLd } from './jsonld.ts'
import { listJurisdictions } from './jurisdictions.ts'
import { loadCatalogue, loadTranslations } from './load.ts'
import { untranslated } from './phrases.ts'
import { rights } from './rights.ts'
import { schemaFiles } from './schema-files.ts'
import { rightsSheet } from './sheet.ts'
import * as say from './text.ts'
import { getJurisdiction } from './timeline.ts'
import { checkTexts, hashOfText } from './texts.ts'
import { treatyStatus } from './treaty-status.ts'

const today = (): string => new Date().toISOString().slice(0, 10)

const text = { type: 'string' } as const
const moment = { jurisdiction: text, on: text, 'known-on': text } as const

const usages = {
  assess: 'law assess --jurisdiction ISO3 [--on DATE] [--known-on DATE] [--keep FILE] FACTS.json',
  rights: 'law rights --jurisdiction ISO3 [--on DATE] [--known-on DATE] [--keep FILE] PERSON.json',
  verify: 'law verify ANSWER.json [--catalogue CATALOGUE.json]',
  'text-hash': 'law text-hash FILE…',
  sheet:
    'law sheet --jurisdiction ISO3 --language en|fr|es|ar [--code NAME] [--on DATE] --out FILE.html PERSON.json',
  gaps: 'law gaps --jurisdiction ISO3 [--treaty ID] [--on DATE] [--since DATE]',
  compare: 'law compare ISO3 ISO3 [--on DATE] [FACTS.json]',
  channels: 'law channels --from ISO3 --to ISO3 [--need WHAT] [--on DATE] [FACTS.json]',
  status: 'law status --treaty ID [--on DATE]',
  changes: 'law changes --since DATE [--until DATE] [--jurisdiction ISO3]',
  jurisdictions: 'law jurisdictions [--invented]',
  catalogue: 'law catalogue [--invented]',
  jsonld: 'law jsonld --jurisdiction ISO3',
  check: 'law check [FOLDER] [--texts FOLDER]',
  schema: 'law schema [--write]',
}

const needs = [
  'evidence',
  'extradition',
  'information',
  'identity',
  'return',
  'joint',
  'money',
  'missing',
] as const

function command(name: keyof typeof usages, summary: string, run: Command['run']): Command {
  return { name: ['law', name], usage: usages[name], summary, run }
}

export const lawCommands: Command[] = [
  command('assess', 'Is an offence made out on these facts, under the law of a day?', async (args) => {
    const { values, positionals } = parseCommandLine(usages.assess, args, { ...moment, keep: text }, [1, 1])
    const jurisdiction = jurisdictionOption(values.jurisdiction, usages.assess)
    const on = dayOption(values.on, 'on')
    const knownOn = dayOption(values['known-on'], 'known-on')
    const file = positionals[0]!
    const facts = readJson(file)
    const question = { jurisdiction, on, knownOn, facts, today: today() }
    const answer = inFile(file, () => assess(catalogueFor(jurisdiction), question))
    if (values.keep !== undefined) writeKept(values.keep, { kind: 'assess', ...question }, answer)
    const no = answer.offences.every((one) => one.result === 'not_made_out')
    return { exit: no ? 1 : 0, json: answer, text: say.assessment(answer) }
  }),
  command('rights', 'What is this person entitled to, by when, under which article?', async (args) => {
    const { values, positionals } = parseCommandLine(usages.rights, args, { ...moment, keep: text }, [1, 1])
    const jurisdiction = jurisdictionOption(values.jurisdiction, usages.rights)
    const on = dayOption(values.on, 'on')
    const knownOn = dayOption(values['known-on'], 'known-on')
    const file = positionals[0]!
    const person = readJson(file)
    const question = { jurisdiction, on, knownOn, person, today: today() }
    const answer = inFile(file, () => rights(catalogueFor(jurisdiction), question))
    if (values.keep !== undefined) writeKept(values.keep, { kind: 'rights', ...question }, answer)
    const none = answer.dueNow.length + answer.dueAfterStep.length + answer.discretionary.length === 0
    return { exit: none ? 1 : 0, json: answer, text: say.rightsList(answer) }
  }),
  command(
    'verify',
    'Compute a kept answer again: the same bytes? And what today’s catalogue would say.',
    async (args) => {
      const { values, positionals } = parseCommandLine(usages.verify, args, { catalogue: text }, [1, 1])
      const [file] = positionals as [string]
      const invented = /"jurisdiction":"X/.test(readText(file))
      const found = verifyKept(file, loadCatalogue({ invented }), values.catalogue)
      return { exit: found.same ? 0 : 1, json: found, text: say.verification(found) }
    },
  ),
  command(
    'text-hash',
    'The hash of a text that provisions were checked against: what stands as textHash.',
    async (args) => {
      const { positionals } = parseCommandLine(usages['text-hash'], args, {}, [1, 1_000])
      const files = positionals.map((file) => ({ file, textHash: hashOfText(readText(file)) }))
      return { exit: 0, json: { files }, text: files.map((one) => `${one.textHash}  ${one.file}`).join('\n') }
    },
  ),
  command('sheet', 'A rights sheet for the person, in plain words, to print.', async (args) => {
    const options = { ...moment, language: text, code: text, out: text } as const
    const { values, positionals } = parseCommandLine(usages.sheet, args, options, [1, 1])
    const jurisdiction = jurisdictionOption(values.jurisdiction, usages.sheet)
    const out = required(values.out, 'out', usages.sheet)
    const on = dayOption(values.on, 'on')
    const person = readJson(positionals[0]!)
    const answer = inFile(positionals[0]!, () =>
      rights(catalogueFor(jurisdiction), { jurisdiction, on, person }),
    )
    const language = languageOption(values.language)
    const html = rightsSheet(answer, { ...sheetWords(language, jurisdiction), code: values.code })
    writeFileSync(out, html)
    return { exit: 0, json: { file: out, bytes: Buffer.byteLength(html) }, text: `wrote ${out}` }
  }),
  command('gaps', 'What treaties ask of a law, and what of it is there.', async (args) => {
    const options = { jurisdiction: text, on: text, treaty: text, since: text } as const
    const { values } = parseCommandLine(usages.gaps, args, options)
    const jurisdiction = jurisdictionOption(values.jurisdiction, usages.gaps)
    const on = dayOption(values.on, 'on') ?? today()
    const since = dayOption(values.since, 'since')
    const catalogue = catalogueFor(jurisdiction)
    requireTreaty(catalogue, values.treaty)
    if (since !== undefined) {
      const question = { jurisdiction, since, until: on, treaty: values.treaty }
      const found = inFile('law gaps', () => gapChanges(catalogue, question))
      return { exit: found.changed.length > 0 ? 0 : 1, json: found, text: say.gapChangeList(found) }
    }
    const answer = inFile('law gaps', () => gaps(catalogue, { jurisdiction, on, treaty: values.treaty }))
    return { exit: answer.summary.missing > 0 ? 1 : 0, json: answer, text: say.gapList(answer) }
  }),
  command('compare', 'Two laws side by side; with facts, whether both see an offence.', async (args) => {
    const { values, positionals } = parseCommandLine(usages.compare, args, { on: text }, [2, 3])
    const [a, b, file] = positionals as [string, string, string?]
    for (const id of [a, b]) requireJurisdiction(id, 'ISO3')
    const on = dayOption(values.on, 'on') ?? today()
    const facts = file === undefined ? undefined : readJson(file)
    const ask = (): ReturnType<typeof compare> => compare(catalogueFor(a, b), { a, b, on, facts })
    const answer = inFile(file ?? 'law compare', ask)
    return { exit: answer.dualCriminality?.is === 'no' ? 1 : 0, json: answer, text: say.comparison(answer) }
  }),
  command('channels', 'Through which door may one country ask another?', async (args) => {
    const options = { from: text, to: text, need: text, on: text } as const
    const { values, positionals } = parseCommandLine(usages.channels, args, options, [0, 1])
    const from = required(values.from, 'from', usages.channels)
    const to = required(values.to, 'to', usages.channels)
    requireJurisdiction(from, '--from')
    requireJurisdiction(to, '--to')
    const on = dayOption(values.on, 'on') ?? today()
    const need = needs.find((one) => one === values.need)
    if (values.need !== undefined && need === undefined) {
      throw new BadInput(`--need: found ${values.need}, expected one of ${needs.join(', ')}`)
    }
    const file = positionals[0]
    const facts = file === undefined ? undefined : readJson(file)
    const ask = (): ReturnType<typeof channels> =>
      channels(catalogueFor(from, to), { from, to, on, need, facts })
    const answer = inFile(file ?? 'law channels', ask)
    const open = answer.channels.some((one) => one.open !== 'no')
    return { exit: open ? 0 : 1, json: answer, text: say.channelList(answer) }
  }),
  command('status', 'Who is bound by a treaty, or belongs to a body, on a day.', async (args) => {
    const { values } = parseCommandLine(usages.status, args, { treaty: text, on: text })
    const treaty = required(values.treaty, 'treaty', usages.status)
    const answer = treatyStatus(loadCatalogue(), { treaty, on: dayOption(values.on, 'on') ?? today() })
    return { exit: 0, json: answer, text: say.statusList(answer) }
  }),
  command('changes', 'What of the law changed between two days.', async (args) => {
    const options = { since: text, until: text, jurisdiction: text } as const
    const { values } = parseCommandLine(usages.changes, args, options)
    const since = required(dayOption(values.since, 'since'), 'since', usages.changes)
    const until = dayOption(values.until, 'until') ?? today()
    if (values.jurisdiction !== undefined) requireJurisdiction(values.jurisdiction, '--jurisdiction')
    const question = { since, until, jurisdiction: values.jurisdiction }
    const answer = inFile('law changes', () => changes(catalogueFor(values.jurisdiction), question))
    return { exit: answer.changes.length > 0 ? 0 : 1, json: answer, text: say.changeList(answer) }
  }),
  command(
    'jurisdictions',
    'Which countries’ law the catalogue holds, and how far it may be trusted.',
    async (args) => {
      const { values } = parseCommandLine(usages.jurisdictions, args, { invented: { type: 'boolean' } })
      const invented = values.invented === true
      const catalogue = loadCatalogue({ invented })
      const jurisdictions = listJurisdictions(catalogue, { invented })
      return {
        exit: 0,
        json: { catalogueHash: catalogue.hash, jurisdictions },
        text: jurisdictions.map(say.jurisdictionLine).join('\n'),
      }
    },
  ),
  command('catalogue', 'The whole catalogue as one JSON object.', async (args) => {
    const { values } = parseCommandLine(usages.catalogue, args, { invented: { type: 'boolean' } })
    const catalogue = loadCatalogue({ invented: values.invented === true })
    return { exit: 0, json: catalogue, text: JSON.stringify(catalogue, null, 2) }
  }),
  command(
    'jsonld',
    'A country’s provisions as linked data: schema.org Legislation, with ELI and Akoma Ntoso ids.',
    async (args) => {
      const { values } = parseCommandLine(usages.jsonld, args, { jurisdiction: text })
      const id = jurisdictionOption(values.jurisdiction, usages.jsonld)
      const graph = toJsonLd(getJurisdiction(catalogueFor(id), id))
      return { exit: 0, json: graph, text: JSON.stringify(graph, null, 2) }
    },
  ),
  command(
    'check',
    'Whether a catalogue’s files are sound: nothing uncited, dangling or overlapping.',
    async (args) => {
      const { values, positionals } = parseCommandLine(usages.check, args, { texts: text }, [0, 1])
      const folder = positionals[0]
      const catalogue = folder === undefined ? loadCatalogue({ invented: true }) : loadCatalogue({ folder })
      const { jurisdictions, treaties, hash } = catalogue
      const texts = checkTexts(catalogue, values.texts)
      const missing = untranslated(catalogue, loadTranslations(folder))
      return {
        exit: texts.notFound.length > 0 ? 1 : 0,
        json: {
          ok: texts.notFound.length === 0,
          catalogueHash: hash,
          jurisdictions: jurisdictions.length,
          treaties: treaties.length,
          texts,
          untranslated: missing,
        },
        text: [
          `sound: ${jurisdictions.length} jurisdictions, ${treaties.length} treaties, hash ${hash.slice(0, 12)}`,
          say.textsLine(texts),
          ...missing.map((phrase) => `without a translation: ${phrase}`),
        ].join('\n'),
      }
    },
  ),
  command(
    'schema',
    'The JSON Schemas of the catalogue’s files; --write puts them in data/law/schema.',
    async (args) => {
      const { values } = parseCommandLine(usages.schema, args, { write: { type: 'boolean' } })
      const files = schemaFiles()
      if (values.write) for (const one of files) writeFileSync(one.file, one.text)
      return {
        exit: 0,
        json: { files: files.map((one) => one.file) },
        text: files.map((one) => one.file).join('\n'),
      }
    },
  ),
  evalCommand,
  directionCommand,
  benchCommand,
]
