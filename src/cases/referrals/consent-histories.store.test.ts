import fc from 'fast-check'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'
import { chaseReferrals } from './chase.ts'
import type { ReceivedList } from './received.routes.ts'
import type { Referral } from './referral.ts'

/**
 * Random histories of consents, referrals, answers and withdrawals, lived on the real database beside a simple model. After
 * every step the partner tries each of its ways to read; it must succeed just where the model says it may.
 */
const TODAY = new Date().toISOString().slice(0, 10)
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

type Step =
  | { do: 'consent' }
  | { do: 'refer' | 'withdraw' | 'end'; consent: number }
  | { do: 'accept' | 'decline' | 'revoke' | 'confirm'; copy: number }
  | { do: 'chase' }
  | { do: 'unlink' | 'link' }

const nat = fc.nat(7)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ do: 'consent' }) },
  { weight: 6, arbitrary: nat.map((consent): Step => ({ do: 'refer', consent })) },
  { weight: 3, arbitrary: nat.map((consent): Step => ({ do: 'withdraw', consent })) },
  { weight: 1, arbitrary: nat.map((consent): Step => ({ do: 'end', consent })) },
  ...(['accept', 'decline', 'revoke', 'confirm'] as const).map((verb) => ({
    weight: 2,
    arbitrary: nat.map((copy): Step => ({ do: verb, copy })),
  })),
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: 'chase' }, { do: 'unlink' }, { do: 'link' }) },
)

type ModelConsent = { id: string; state: 'in_force' | 'withdrawn' | 'ended' }
type ModelCopy = {
  id: string
  referral: string
  consent: ModelConsent
  state: 'asked' | 'accepted' | 'declined' | 'revoked'
}

describe('consent', async () => {
  const { db, hire, organisations } = await openCasework(`${TODAY}T12:00:00Z`)
  const [ours, theirs] = [newId(), newId()]
  organisations.push({ id: ours, name: 'Ours', kind: 'ngo' }, { id: theirs, name: 'Theirs', kind: 'ngo' })
  const worker = hire('case_worker', ours)
  const administrator = hire('administrator', ours)
  const partnerWorker = hire('case_worker', theirs)
  const stranger = hire('case_worker', newId())
  const owner = new pg.Client(db.ownerLogin)
  await owner.connect()
  afterAll(() => owner.end())

  it('withdrawn, is read by no partner on any path, whatever happened before', async () => {
    let reads = 0
    let refusals = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (following) => {
        // Each begins with a copy given, so that there is always something to read, and to recall.
        const steps: Step[] = [{ do: 'consent' }, { do: 'refer', consent: 0 }, ...following]
        const { code, personId } = await openCaseBy(worker)
        const { id: partner } = await worker.call<{ id: string }>('POST', '/cases/partners', {
          name: `Partner ${newId()}`,
          kind: 'legal_aid',
        })
        const link = (organisation: string | null) =>
          administrator.ask('PUT', `/cases/partners/${partner}/organisation`, { organisation })
        await link(theirs)
        let isLinked = true
        const consents: ModelConsent[] = []
        const copies: ModelCopy[] = []

        for (const now of steps) {
          if (now.do === 'consent') {
            const { consents: all } = await worker.call<{ consents: { id: string }[] }>(
              'POST',
              `/cases/${code}/consents`,
              { personId, purpose: 'referral', partnerId: partner, fields: ['code_name', 'age'] },
            )
            consents.push({
              id: all.find(({ id }) => !consents.some((each) => each.id === id))!.id,
              state: 'in_force',
            })
          } else if (now.do === 'chase') {
            await chaseReferrals(db, TODAY)
            for (const copy of copies)
              if (copy.consent.state === 'ended' && isOpen(copy)) copy.state = 'revoked'
          } else if (!('consent' in now) && !('copy' in now)) {
            isLinked = now.do === 'link'
            await link(isLinked ? theirs : null)
          } else if ('consent' in now) {
            const consent = consents[now.consent % Math.max(1, consents.length)]
            if (!consent) continue
            if (now.do === 'refer') {
              const answer = await worker.ask('POST', `/cases/${code}/referrals`, {
                personId,
                partnerId: partner,
                consentId: consent.id,
                service: 'legal',
                fields: ['code_name'],
                channel: 'account',
                answerBy: TODAY,
                expiresOn: TODAY,
              })
              const may = consent.state === 'in_force' && isLinked
              expect([consent.state, isLinked, answer.status]).toEqual([
                consent.state,
                isLinked,
                may ? 201 : consent.state === 'withdrawn' ? 410 : 422,
              ])
              if (!may) continue
              const { referrals } = JSON.parse(answer.text) as { referrals: Referral[] }
              const made = referrals.find(({ id }) => !copies.some(({ referral }) => referral === id))!
              copies.push({ id: made.copy.id, referral: made.id, consent, state: 'asked' })
            } else if (now.do === 'withdraw') {
              await worker.call('POST', `/cases/${code}/consents/${consent.id}/withdrawal`)
              consent.state = 'withdrawn'
              for (const copy of copies) if (copy.consent === consent && isOpen(copy)) copy.state = 'revoked'
            } else if (consent.state === 'in_force') {
              // Its last day passes.
              await owner.query('update cases_consent set expires_on = $1 where id = $2', [
                YESTERDAY,
                consent.id,
              ])
              consent.state = 'ended'
            }
          } else {
            const copy = copies[now.copy % Math.max(1, copies.length)]
            if (!copy) continue
            if (now.do === 'revoke') {
              await worker.call('POST', `/cases/${code}/referrals/${copy.referral}/revocation`)
              if (isOpen(copy)) copy.state = 'revoked'
            } else if (now.do === 'confirm') {
              await partnerWorker.ask('POST', `/cases/received/${copy.id}/deletion`)
            } else {
              const answer = now.do === 'accept' ? 'accepted' : 'declined'
              const { status } = await partnerWorker.ask('POST', `/cases/received/${copy.id}/answer`, {
                answer,
              })
              const follows = copy.state === 'asked' || copy.state === answer
              const may = mayRead(copy, isLinked) && follows
              expect([now.do, copy.state, status === 204]).toEqual([now.do, copy.state, may])
              if (may) copy.state = answer
            }
          }
          for (const copy of copies) {
            const may = mayRead(copy, isLinked)
            const found = await waysToRead(copy)
            expect({ after: now, copy, found }).toEqual({
              after: now,
              copy,
              found: {
                page: may,
                list: may,
                copies: may ? 1 : 0,
                referrals: may ? 1 : 0,
                consents: 0,
                stranger: 404,
              },
            })
            if (may) reads += 1
            else refusals += 1
          }
        }
        // Every copy of a withdrawn consent is on record as recalled, and emptied.
        const { referrals } = await worker.call<{ referrals: Referral[] }>('GET', `/cases/${code}/referrals`)
        for (const { id, consent } of copies.filter((copy) => copy.consent.state === 'withdrawn')) {
          const { copy } = referrals.find((one) => one.copy.id === id)!
          expect([consent.state, copy.recalledAt !== null, copy.recallReason !== null]).toEqual([
            'withdrawn',
            true,
            true,
          ])
        }
        const { rows } = await owner.query(
          'select 1 from cases_copy c join cases_consent k on k.id = c.consent_id where k.withdrawn_at is not null and c.content is not null',
        )
        expect(rows).toEqual([])
      }),
      { numRuns: 40 },
    )
    expect(reads).toBeGreaterThan(50)
    expect(refusals).toBeGreaterThan(50)
  }, 300_000)

  const isOpen = ({ state }: ModelCopy): boolean => state === 'asked' || state === 'accepted'
  const mayRead = (copy: ModelCopy, isLinked: boolean): boolean =>
    isOpen(copy) && copy.consent.state === 'in_force' && isLinked

  /** The page, the list, and the tables themselves, asked as the partner by SQL alone. */
  async function waysToRead(copy: ModelCopy) {
    const page = await partnerWorker.ask('GET', `/cases/received/${copy.id}`)
    const { received } = await partnerWorker.call<ReceivedList>('GET', '/cases/received')
    const [copies, referrals, consents] = await db.as(partnerWorker.actor, async (trx) => [
      await trx.selectFrom('cases_copy').select('content').where('id', '=', copy.id).execute(),
      await trx.selectFrom('cases_referral').select('id').where('id', '=', copy.referral).execute(),
      await trx.selectFrom('cases_consent').select('id').where('id', '=', copy.consent.id).execute(),
    ])
    return {
      page: page.status === 200,
      list: received.some(({ copyId }) => copyId === copy.id),
      copies: copies.length,
      referrals: referrals.length,
      consents: consents.length,
      stranger: (await stranger.ask('GET', `/cases/received/${copy.id}`)).status,
    }
  }
})
