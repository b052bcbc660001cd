import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { AfterPage, Conference, Proceeding, SafetyPage, Task, TaskAtHand } from '#cases'
import { newId } from '#model'
import { openCaseBy, openCasework } from '#test/casework'

describe('the work on a case', async () => {
  const house = await openCasework('2026-03-04T10:00:00Z')
  const organisation = newId()
  const worker = house.hire('case_worker', organisation)
  const colleague = house.hire('case_worker', organisation)
  const stranger = house.hire('case_worker', newId())
  const tasksOf = async (code: string) =>
    (await worker.call<{ tasks: Task[] }>('GET', `/cases/${code}/tasks`)).tasks.filter(
      ({ doneAt }) => doneAt === null,
    )
  const judge = (code: string, personId: string, more = {}) =>
    worker.call<SafetyPage>('POST', `/cases/${code}/safety/assessments`, {
      personId,
      level: 'raised',
      factors: { exploiter_free: 'yes', phone_watched: 'unknown', self_harm: 'not_asked' },
      reason: 'He was seen near the school.',
      ...more,
    })

  it('asks for the risk to be judged again before a hearing, and moves with it', async () => {
    const { code, personId } = await openCaseBy(worker)
    await judge(code, personId)
    const { proceedings } = await worker.call<{ proceedings: Proceeding[] }>(
      'POST',
      `/cases/${code}/proceedings`,
      {
        kind: 'hearing',
        onDay: '2026-04-20',
        note: 'Room 4',
      },
    )
    const due = async () => (await tasksOf(code)).find(({ kind }) => kind === 'reassess_risk')?.due
    expect(await due()).toBe('2026-04-17')
    const { id, version } = proceedings[0]!
    await worker.call('PATCH', `/cases/${code}/proceedings/${id}`, { version, onDay: '2026-05-04' })
    expect(await due()).toBe('2026-05-01')
    const judged = await judge(code, personId, { level: 'high' })
    expect(judged.assessments.map(({ level, becauseOf }) => [level, becauseOf])).toEqual([
      ['high', 'hearing'],
      ['raised', null],
    ])
    expect(await due()).toBeUndefined()
  })

  it('takes back what a hearing asked for when it is dropped', async () => {
    const { code } = await openCaseBy(worker)
    const { proceedings } = await worker.call<{ proceedings: Proceeding[] }>(
      'POST',
      `/cases/${code}/proceedings`,
      {
        kind: 'hearing',
        onDay: '2026-04-20',
      },
    )
    expect(await tasksOf(code)).toHaveLength(2)
    const { id, version } = proceedings[0]!
    await worker.call('PATCH', `/cases/${code}/proceedings/${id}`, { version, state: 'dropped' })
    expect(await tasksOf(code)).toEqual([])
  })

  it.each(['missed_contact', 'escape', 'threat', 'suspect_release'] as const)(
    'judges the risk again after %s',
    async (trigger) => {
      const { code } = await openCaseBy(worker)
      const on = trigger === 'suspect_release' ? '2026-03-20' : null
      const told = await worker.call<SafetyPage>('POST', `/cases/${code}/safety/triggers`, { trigger, on })
      await worker.call('POST', `/cases/${code}/safety/triggers`, { trigger, on })
      expect(told.trigger).toBe(trigger)
      expect((await tasksOf(code)).map(({ kind, due }) => [kind, due])).toEqual([
        ['reassess_risk', trigger === 'suspect_release' ? '2026-03-13' : '2026-03-04'],
      ])
    },
  )

  it('shows a measure that tells of a place to those assigned, for a reason, and asks for the risk', async () => {
    const { code, personId } = await openCaseBy(worker)
    const { measures } = await worker.call<SafetyPage>('POST', `/cases/${code}/safety/measures`, {
      personId,
      who: 'worker',
      what: 'Sleeps at Karvel Street 9',
      tellsPlace: true,
      shownToPerson: true,
    })
    expect(measures[0]).toMatchObject({ what: null, tellsPlace: true, shownToPerson: false })
    const path = `/cases/${code}/safety/measures/${measures[0]!.id}/reveal`
    expect((await colleague.ask('POST', path, { reason: 'accompany' })).status).toBe(404)
    expect(await worker.call('POST', path, { reason: 'accompany' })).toEqual({
      what: 'Sleeps at Karvel Street 9',
    })
    const page = await worker.call<SafetyPage>('GET', `/cases/${code}/safety`)
    expect(page.trigger).toBe('address_revealed')
    const { text } = await colleague.ask('GET', `/cases/${code}/safety`)
    expect(text).not.toContain('Karvel')
  })

  it('is one task however often it is delivered, and of two editors the second is told', async () => {
    const { code } = await openCaseBy(worker)
    const task = { id: randomUUID(), title: 'Call the consulate', due: '2026-03-10' }
    await Promise.all(Array.from({ length: 100 }, () => worker.ask('POST', `/cases/${code}/tasks`, task)))
    const [made, ...more] = await tasksOf(code)
    expect([made?.title, more]).toEqual(['Call the consulate', []])
    const path = `/cases/${code}/tasks/${made!.id}`
    const [first, second] = await Promise.all([
      worker.ask('PATCH', path, { version: 1, due: '2026-03-11' }),
      colleague.ask('PATCH', path, { version: 1, due: '2026-03-12' }),
    ])
    expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 409])
    const day = first.status === 200 ? '2026-03-11' : '2026-03-12'
    expect((await tasksOf(code))[0]?.due).toBe(day)
  })

  it('shows me my tasks and those nobody has taken, and no words of them', async () => {
    const { code } = await openCaseBy(worker)
    await worker.call('POST', `/cases/${code}/tasks`, { title: 'Sharvik', due: '2026-03-01' })
    await worker.call('POST', `/cases/${code}/tasks`, { title: 'theirs', owner: colleague.actor.id })
    const atHand = await worker.ask('GET', '/cases/tasks')
    expect(atHand.text).not.toContain('Sharvik')
    const { tasks } = JSON.parse(atHand.text) as { tasks: TaskAtHand[] }
    expect(tasks.filter((task) => task.code === code)).toMatchObject([{ kind: 'own_words', late: true }])
    const others = await colleague.call<{ tasks: TaskAtHand[] }>('GET', '/cases/tasks')
    expect(others.tasks.filter((task) => task.code === code)).toHaveLength(1)
    expect((await stranger.call<{ tasks: TaskAtHand[] }>('GET', '/cases/tasks')).tasks).toEqual([])
  })

  it('gives a calendar file that tells nothing but days', async () => {
    const lone = house.hire('case_worker', organisation)
    const { code } = await openCaseBy(lone)
    await lone.call('POST', `/cases/${code}/tasks`, { title: 'Visit Zorvath', due: '2026-03-10' })
    await lone.call('POST', `/cases/${code}/proceedings`, { kind: 'verdict', onDay: '2026-04-01', note: 'x' })
    const { text } = await lone.ask('GET', '/cases/calendar-file?language=fr')
    expect(text).toContain('DTSTART;VALUE=DATE:20260310')
    expect(text).toContain('DTSTART;VALUE=DATE:20260401')
    expect(text).not.toMatch(new RegExp(`${code}|Zorvath|verdict|asylia|case|risk`, 'i'))
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })

  it('turns what a conference takes on into a task of its owner', async () => {
    const { code } = await openCaseBy(worker)
    const called = await worker.call<{ conferences: Conference[] }>('POST', `/cases/${code}/conferences`, {
      id: randomUUID(),
      heldOn: '2026-03-09',
      agenda: ['Where she can stay'],
      participants: [{ userId: colleague.actor.id, profession: 'physician' }],
    })
    const path = `/cases/${code}/conferences/${called.conferences[0]!.id}/items`
    const action = {
      id: randomUUID(),
      kind: 'action',
      text: 'Find a room',
      owner: colleague.actor.id,
      due: '2026-03-12',
    }
    await worker.call('POST', path, action)
    const { conferences } = await worker.call<{ conferences: Conference[] }>('POST', path, action)
    const items = conferences[0]!.items
    expect(items.map(({ kind, text }) => [kind, text])).toEqual([
      ['agenda', 'Where she can stay'],
      ['action', 'Find a room'],
    ])
    expect(await tasksOf(code)).toMatchObject([
      { id: items[1]!.taskId, kind: 'conference_action', title: 'Find a room', owner: colleague.actor.id },
    ])
    expect((await stranger.ask('POST', path, action)).status).toBe(404)
  })

  it('plans contacts after closing only where contact is safe, and drops them when it is opened again', async () => {
    const safe = await openCaseBy(worker)
    const close = (code: string, version: number, safeToContact: string) =>
      worker.call<AfterPage>('POST', `/cases/${code}/closing`, { version, reason: 'settled', safeToContact })
    const after = await close(safe.code, safe.version, 'yes')
    expect(after.followUps.map(({ months, due }) => [months, due])).toEqual([
      [3, '2026-06-04'],
      [6, '2026-09-04'],
      [12, '2027-03-04'],
    ])
    expect((await tasksOf(safe.code)).map(({ kind }) => kind)).toEqual([
      'follow_up',
      'follow_up',
      'follow_up',
    ])
    const [first] = after.followUps
    await worker.call('PATCH', `/cases/${safe.code}/after/follow-ups/${first!.id}`, {
      version: first!.version,
      state: 'not_reached',
    })
    expect((await tasksOf(safe.code)).map(({ kind }) => kind)).toContain('reassess_risk')
    const again = await worker.call<AfterPage>('POST', `/cases/${safe.code}/reopening`, {
      version: safe.version + 1,
      because: 'persons_wish',
    })
    expect(again.followUps.map(({ state }) => state)).toEqual(['not_reached', 'dropped', 'dropped'])
    expect(again.closings).toMatchObject([{ reason: 'settled', reopenedBecause: 'persons_wish' }])
    expect((await tasksOf(safe.code)).map(({ kind }) => kind)).toEqual(['reassess_risk'])

    const unsafe = await openCaseBy(worker)
    expect((await close(unsafe.code, unsafe.version, 'unknown')).followUps).toEqual([])
  })

  it('refuses days nobody can mean', async () => {
    const { code, personId } = await openCaseBy(worker)
    const { rights } = await worker.call<{ rights: { key: string }[] }>('GET', `/cases/${code}`)
    const judged = { personId, level: 'low', factors: {}, reason: 'calm' }
    const right = `/rights/${encodeURIComponent(rights[0]!.key)}`
    const sent = [
      ['POST', '/safety/assessments', { ...judged, nextOn: '1990-01-01' }],
      ['POST', '/safety/assessments', { ...judged, nextOn: '2999-01-01' }],
      ['PUT', right, { doneOn: '0001-01-01' }],
      ['PUT', right, { doneOn: '2026-03-05' }],
      ['POST', '/tasks', { title: 'x', due: '9999-01-01' }],
      ['POST', '/conferences', { heldOn: '0001-01-01' }],
      [
        'POST',
        '/consents',
        { personId, purpose: 'statistics', recipient: 'x', fields: ['age'], expiresOn: '9999-01-01' },
      ],
    ] as const
    for (const [method, path, body] of sent)
      expect([path, (await worker.ask(method, `/cases/${code}${path}`, body)).status]).toEqual([path, 400])
    expect((await worker.ask('POST', `/cases/${code}/safety/assessments`, judged)).status).toBe(201)
    expect((await worker.ask('PUT', `/cases/${code}${right}`, { doneOn: '2026-03-03' })).status).toBe(200)
  })

  it('closes once: the second of two who close is told', async () => {
    const { code, version } = await openCaseBy(worker)
    const body = { version, reason: 'settled', safeToContact: 'no' }
    const answers = await Promise.all(
      [worker, colleague].map(({ ask }) => ask('POST', `/cases/${code}/closing`, body)),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  it('works without any consent, and passes nothing on', async () => {
    const { code, personId } = await openCaseBy(worker)
    await judge(code, personId)
    const consents = await worker.call<{ consents: unknown[] }>('GET', `/cases/${code}/consents`)
    expect(consents.consents).toEqual([])
    expect((await worker.call<SafetyPage>('GET', `/cases/${code}/safety`)).assessments).toHaveLength(1)
  })

  it('writes nothing about the person of another case', async () => {
    const [one, other] = [await openCaseBy(worker), await openCaseBy(worker)]
    const paths = [
      ['POST', '/safety/measures', { personId: other.personId, who: 'worker', what: 'x' }],
      ['PATCH', `/people/${other.personId}`, { version: 1, child: 'yes' }],
      ['POST', `/people/${other.personId}/code`, { language: 'en' }],
    ] as const
    for (const [method, path, body] of paths) {
      expect([path, (await worker.ask(method, `/cases/${one.code}${path}`, body)).status]).toEqual([
        path,
        404,
      ])
    }
  })

  it('shows before a question is asked again who has asked it already', async () => {
    const { code, personId } = await openCaseBy(worker)
    const asked = {
      personId,
      topic: 'journey',
      askedBy: 'police',
      askedOn: '2026-02-20',
      outcome: 'answered',
      reuse: 'yes',
    }
    const { questions } = await worker.call<{ questions: unknown[] }>(
      'POST',
      `/cases/${code}/questions`,
      asked,
    )
    expect(questions).toMatchObject([{ topic: 'journey', askedBy: 'police', reuse: 'yes', asker: null }])
  })
})
