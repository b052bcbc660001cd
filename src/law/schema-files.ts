import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Calendars } from './catalogue/calendar.ts'
import { Jurisdiction } from './catalogue/jurisdiction.ts'
import { Channels, Membership, Treaty } from './catalogue/treaty.ts'
import { Translations } from './catalogue/translations.ts'
import { Vocabulary } from './catalogue/vocabulary.ts'

const schemas = {
  jurisdiction: Jurisdiction,
  treaty: Treaty,
  membership: Membership,
  channels: Channels,
  vocabulary: Vocabulary,
  calendars: Calendars,
  translations: Translations,
}

/** The published JSON Schemas (draft 2020-12), made from the schemas that read the files, so they cannot drift. */
export function schemaFiles(): { file: string; text: string }[] {
  return Object.entries(schemas).map(([name, schema]) => {
    const json = {
      title: `Asylia law: ${name}`,
      ...z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }),
    }
    return {
      file: fileURLToPath(new URL(`../../data/law/schema/${name}.json`, import.meta.url)),
      text: `${JSON.stringify(json, null, 2)}\n`,
    }
  })
}
