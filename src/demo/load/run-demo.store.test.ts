import { beforeAll, describe, expect, it } from 'vitest'
import { leadListeners } from '#cases'
import { openAuth } from '#platform/auth'
import { Keyring, Sealer, Vault } from '#platform/crypto'
import { Jobs } from '#platform/jobs'
import { testCorpus, testDatabase, testFolder } from '#test/stores'
import { makeWorld } from '../world/world.ts'
import type { DemoAnswer } from './answer.ts'
import { type DemoPlatform, isEmpty } from './platform.ts'
import { judge } from './reviewer.ts'
import { runDemo } from './run-demo.ts'

async function testPlatform(): Promise<DemoPlatform> {
  const dataFolder = testFolder()
  const database = await testDatabase()
  const corpus = await testCorpus()
  const keyring = await Keyring.open(dataFolder)
  const jobs = new Jobs(database, database.jobsLogin, ({ reason }) => {
    throw new Error(reason)
  })
  for (const listener of leadListeners({ corpus, keyring })) jobs.on(listener)
  await jobs.start()
  const roles = [
    'intake_worker',
    'case_worker',
    'lawyer',
    'counsellor',
    'analyst',
    'administrator',
    'investigator',
    'liaison_officer',
    'policy_officer',
  ]
  return {
    config: { dataFolder } as DemoPlatform['config'],
    database,
    corpus,
    keyring,
    vault: new Vault(new Sealer(keyring)),
    auth: openAuth({
      pool: database.authPool,
      publicUrl: 'http://127.0.0.1:8080',
      secret: 'only-for-this-test-only-for-this-test',
      professions: ['psychologist'],
      roles: Object.fromEntries(roles.map((role) => [role, 'operation'])),
    }),
    jobs,
    close: () => jobs.stop(),
  }
}

describe('the main job on a tiny world', () => {
  const options = { seed: 1, scale: 'tiny', difficulty: 1 } as const
  let platform: DemoPlatform
  let answer: DemoAnswer

  beforeAll(async () => {
    platform = await testPlatform()
    expect(await isEmpty(platform)).toBe(true)
    answer = await runDemo({ ...options, platform, onProgress: () => undefined })
    return () => platform.close()
  })

  it('imports every row of the world and files every report', () => {
    const world = makeWorld(options)
    expect(answer.observations).toBe(world.adCount + world.incidents.length)
    expect(answer.reports).toBe(world.stories.length)
  })

  it('finds patterns, opens leads for those the reviewer accepted, and cases with rights that are due', () => {
    expect(answer.patterns).toBeGreaterThan(0)
    expect(answer.truth.patternRecall).toBeGreaterThan(0)
    expect(answer.leads).toBeGreaterThan(0)
    expect(answer.leads).toBeLessThanOrEqual(answer.patterns)
    expect(answer.cases).toBeGreaterThanOrEqual(answer.leads)
    expect(answer.rightsDue).toBeGreaterThan(0)
    expect(answer.partners).toBeGreaterThan(0)
  })

  it('leaves a house that is not empty', async () => {
    expect(await isEmpty(platform)).toBe(false)
  })
})

describe('the reviewer', () => {
  const doubt = (name: string) => ({ key: `against.${name}`, values: {}, text: name })

  it('accepts two kinds of evidence with nothing weighty against them', () => {
    expect(
      judge({ kinds: ['contacts-replaced', 'texts-rewritten'], against: [doubt('steady')] }).verdict,
    ).toBe('accept')
  })

  it('waits where a doubt leaves one kind, and rejects where doubts weigh as much', () => {
    const kinds = ['contacts-replaced', 'texts-rewritten']
    expect(judge({ kinds, against: [doubt('own-page')] }).verdict).toBe('not_enough')
    expect(judge({ kinds, against: [doubt('own-page'), doubt('scattered')] }).verdict).toBe('reject')
  })
})
