import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Conference, TaskAtHand } from '#cases'
import { createTranslator } from '#platform/i18n'
import {
  buildWorkbench,
  DESK,
  expectAccessible,
  expectNoSidewaysScroll,
  hireStaff,
  openBrowser,
  openTestSite,
  PHONE,
  quiet,
  shoot,
  signIn,
  visit,
} from '#test/browser'

const words = (namespace: string, language = 'en') => createTranslator(namespace).in(language)
const t = words('wb-casework')
const cases = words('wb-cases')
const SECRET = 'She dreams of the locked door at Karvel Street.'
const SHARED = 'She should not be interviewed for longer than an hour.'
const TABS = ['overview', 'safety', 'law', 'people', 'tasks', 'team', 'course', 'timeline'] as const

type Hired = Awaited<ReturnType<typeof hireStaff>>
type Api = Awaited<ReturnType<typeof signIn>>

describe('a case conference of four professions plans a woman’s protection', async () => {
  const site = await openTestSite()
  const browser = await openBrowser()
  const team = {} as Record<'worker' | 'psychologist' | 'physician' | 'lawyer' | 'administrator', Hired>
  const apis = {} as Record<keyof typeof team, Api>
  let code = ''
  let personId = ''
  let noteId = ''

  beforeAll(async () => {
    await buildWorkbench()
    team.worker = await hireStaff(site, 'case_worker', 'social_worker')
    team.psychologist = await hireStaff(site, 'counsellor', 'psychologist')
    team.physician = await hireStaff(site, 'counsellor', 'physician')
    team.lawyer = await hireStaff(site, 'lawyer', 'lawyer')
    team.administrator = await hireStaff(site, 'administrator')
    for (const name of Object.keys(team) as (keyof typeof team)[])
      apis[name] = await signIn(site, await team[name].link())
    const opened = (await apis.worker('POST', '/cases', {
      jurisdiction: 'DEU',
      child: 'no',
      danger: 'possible',
      facts: {
        'person.status': 'reasonable_grounds',
        'events.reasonable_grounds': new Date().toISOString().slice(0, 10),
        'person.citizen': false,
      },
    })) as { code: string }
    code = opened.code
    const page = (await apis.worker('GET', `/cases/${code}`)) as { people: { id: string }[] }
    personId = page.people[0]!.id
  }, 240_000)

  const enter = async (page: Page, who: Hired) => {
    await page.goto(await who.link())
    await page.locator('nav').first().waitFor()
  }
  const openTab = async (page: Page, tab: string) => {
    await page.goto(`/cases/${code}?tab=${tab}`)
    await page.locator('main h1').first().waitFor()
    await quiet(page)
  }
  const turnTo = async (page: Page, tab: (typeof TABS)[number]) => {
    await page.locator(`[role=tab][id$="-tab-${tab}"]`).click()
    await quiet(page)
  }
  const choose = async (page: Page, name: string, option: string) => {
    await page.getByRole('combobox', { name }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }

  it('is called by the case worker, and brings the others into the case', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, team.worker)
    await openTab(page, 'team')
    await page.getByRole('button', { name: t('conference.call') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(t('conference.agendaAsk')).fill('Where she sleeps\nWho goes with her to court')
    for (const name of ['worker', 'psychologist', 'physician', 'lawyer'] as const) {
      const profession = name === 'worker' ? 'social_worker' : name
      const label = new RegExp(`^${team[name].name} ·`)
      await dialog.getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name: t(`profession.${profession}`), exact: true }).click()
    }
    await dialog.getByRole('button', { name: t('conference.call') }).click()
    await page.locator('.case-items', { hasText: 'Who goes with her to court' }).waitFor()
    expect(await page.locator('.case-participant').count()).toBe(4)
    await expectAccessible(page, 'team')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)

  it('hears from the counsellor what she shares; her notes stay hers', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, team.psychologist)
    await openTab(page, 'team')
    const notes = page.getByRole('region', { name: t('privileged.title') })
    await notes.getByLabel(t('privileged.write')).fill(SECRET)
    await notes.getByRole('button', { name: t('privileged.keep') }).click()
    await notes.getByText(SECRET).waitFor()
    await page.getByPlaceholder(t('conference.write')).fill(SHARED)
    await page.getByRole('button', { name: t('conference.add'), exact: true }).click()
    await page.getByText(SHARED).first().waitFor()
    await expectAccessible(page, 'team of the counsellor')
    await shoot(page, 'conference-counsellor')
    const held = (await apis.psychologist('GET', `/cases/${code}/professional-notes`)) as {
      notes: { id: string; text: string }[]
    }
    expect(held.notes.map(({ text }) => text)).toEqual([SECRET])
    noteId = held.notes[0]!.id
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)

  it('decides, and what is taken on is on the lawyer’s list', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, team.worker)
    await openTab(page, 'team')
    const add = async (kind: string, text: string) => {
      await choose(page, t('conference.kindAsk'), t(`conference.item.${kind}`))
      if (kind === 'action') {
        await page.getByRole('combobox', { name: t('task.ownerAsk') }).click()
        await page.getByRole('option', { name: team.lawyer.name, exact: true }).click()
      }
      await page.getByPlaceholder(t('conference.write')).fill(text)
      await page.getByRole('button', { name: t('conference.add'), exact: true }).click()
      await page.locator('.case-items', { hasText: text }).waitFor()
    }
    await add('decision', 'She moves on Monday')
    await add('action', 'Ask the court for a screen')
    await shoot(page, 'conference-decided')
    const { tasks } = (await apis.lawyer('GET', '/cases/tasks')) as { tasks: TaskAtHand[] }
    expect(tasks).toMatchObject([{ code, kind: 'conference_action', owner: team.lawyer.id }])
    const shared = (await apis.physician('GET', `/cases/${code}/conferences`)) as {
      conferences: Conference[]
    }
    expect(shared.conferences[0]!.items.map(({ text }) => text)).toContain(SHARED)
    await desk.close()

    const lawyer = await visit(browser, site, { viewport: DESK, locale: 'en' })
    await enter(lawyer.page, team.lawyer)
    await lawyer.page.getByRole('link', { name: new RegExp(t('task.kind.conference_action')) }).waitFor()
    await expectAccessible(lawyer.page, 'today of the lawyer')
    await lawyer.close()
  }, 120_000)

  it.each(['worker', 'physician', 'lawyer', 'administrator'] as const)(
    'shows the %s no trace of the counsellor’s note, on any page and by the API called directly',
    async (name) => {
      const session = await fetch(await team[name].link(), { redirect: 'manual' })
      const cookie = session.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
      const ask = async (id: string) => {
        const answer = await fetch(`${site.origin}/api/cases/${code}/professional-notes/${id}`, {
          headers: { cookie },
        })
        const headers = [...answer.headers].filter(([header]) => header !== 'date' && header !== 'set-cookie')
        return { status: answer.status, headers, body: await answer.text() }
      }
      const [there, absent] = [await ask(noteId), await ask(randomUUID())]
      expect(there).toEqual(absent)
      expect(there.status).toBe(name === 'administrator' ? 403 : 404)
      if (name === 'administrator') return
      const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
      await enter(desk.page, team[name])
      await openTab(desk.page, 'overview')
      for (const tab of ['team', 'timeline', 'people', 'tasks', 'course'] as const) {
        await turnTo(desk.page, tab)
        expect(await desk.page.content()).not.toContain('Karvel')
      }
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()
    },
    120_000,
  )

  it('plans her safety by keyboard, judges the risk, and is asked to judge again', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, team.worker)
    await openTab(page, 'safety')
    await page.getByRole('button', { name: t('risk.judge') }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radiogroup', { name: t('risk.levelAsk') }).waitFor()
    await dialog.getByText(t('risk.level.high'), { exact: true }).click()
    await dialog.getByLabel(t('risk.reason')).fill('He waits near the school.')
    await dialog.getByLabel(t('risk.reason')).press('Tab')
    await dialog.getByRole('button', { name: words('workbench')('state.save') }).press('Enter')
    await page.getByText('He waits near the school.').waitFor()
    await page.getByRole('button', { name: t('plan.add') }).click()
    await page.getByRole('dialog').getByLabel(t('plan.what')).fill('A word to say on the phone')
    await page.getByRole('dialog').getByLabel(t('plan.showToPerson')).check()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words('workbench')('state.save') })
      .click()
    await page.getByText('A word to say on the phone').waitFor()
    await page.getByRole('button', { name: t('risk.tell') }).click()
    await page.getByRole('menuitem', { name: t('trigger.threat') }).click()
    await page.getByText(t('risk.lookAgain')).waitFor()
    await expectAccessible(page, 'safety')
    await page.goto('/')
    await page.getByRole('link', { name: new RegExp(t('task.kind.reassess_risk')) }).waitFor()
    await shoot(page, 'casework-today')
    await page.goto('/calendar')
    await page.getByRole('heading', { name: t('calendar.mine') }).waitFor()
    await expectAccessible(page, 'calendar')
    await shoot(page, 'casework-calendar')
    expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
    await desk.close()
  }, 120_000)

  it('gives her a code; she sees what is held without a script, objects, and the objection is a task', async () => {
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, team.worker)
    await openTab(page, 'people')
    await page.getByRole('button', { name: t('own.give') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: t('own.give') }).click()
    const spelt = await page.getByTestId('own-code').textContent()
    await desk.close()

    const own = words('my-case')
    const door = await visit(browser, site, { viewport: PHONE, locale: 'en', javaScriptEnabled: false })
    await door.page.goto('/report/my-case')
    await door.page.locator('textarea[name=typed]').fill('abandon ability able about above absent absorb')
    await door.page.locator('button[value=open]').click()
    await door.page.getByText(own('code.unknown')).waitFor()
    await door.page.locator('textarea[name=typed]').fill(spelt!)
    await door.page.locator('button[value=open]').click()
    await door.page.getByRole('heading', { name: own('record.heading') }).waitFor()
    const text = (await door.page.locator('main').textContent())!
    expect(text).toContain('A word to say on the phone')
    expect(text).not.toMatch(/Karvel|waits near|hour\.$/)
    await expectNoSidewaysScroll(door.page, 'my case')
    await shoot(door.page, 'my-case-en')
    await door.page.locator('input[value=object]').check()
    await door.page.locator('textarea[name=text]').fill('Please do not call my sister.')
    await door.page.locator('button[value=ask]').click()
    await door.page.getByText(own('ask.sent')).waitFor()
    await door.page.locator('button[value=ar]').click()
    await door.page.getByRole('heading', { name: words('my-case', 'ar')('record.heading') }).waitFor()
    await shoot(door.page, 'my-case-ar')
    expect([door.problems, door.outside, site.faults]).toEqual([[], [], []])
    await door.close()

    const scripted = await visit(browser, site, { viewport: PHONE, locale: 'en' })
    await scripted.page.clock.install()
    await scripted.page.goto('/report/my-case')
    await expectAccessible(scripted.page, 'my case: code')
    await scripted.page.locator('textarea[name=typed]').fill(spelt!)
    await scripted.page.locator('button[value=open]').click()
    await scripted.page.getByRole('heading', { name: own('record.heading') }).waitFor()
    await expectAccessible(scripted.page, 'my case: record')
    // Left open on a shared phone, it closes itself.
    await scripted.page.clock.fastForward('31:00')
    await scripted.page.getByText(words('portal')('leftOpen')).waitFor()
    expect(await scripted.page.locator('h1, input[name=own]').count()).toBe(0)
    await scripted.close()

    await site.platform.jobs.settle()
    const { tasks } = (await apis.worker('GET', '/cases/tasks')) as { tasks: TaskAtHand[] }
    expect(tasks.map(({ kind }) => kind)).toContain('answer_person')
  }, 180_000)

  it('still opens and reads well after two years and 2,400 lines', async () => {
    await fillHistory(site.platform.database.ownerLogin, code, [
      team.worker.id,
      team.psychologist.id,
      team.lawyer.id,
    ])
    const desk = await visit(browser, site, { viewport: DESK, locale: 'en' })
    const { page } = desk
    await enter(page, team.worker)
    await openTab(page, 'overview')
    const asked = page.waitForResponse((answer) => answer.url().includes('/timeline'))
    await page.getByRole('tab', { name: cases('tab.timeline') }).click()
    expect((await asked).status()).toBe(200)
    await page.locator('.case-events li').nth(30).waitFor()
    expect(await page.locator('.case-events li').count()).toBeLessThan(160)
    await shoot(page, 'timeline-two-years')
    const safety = page.getByRole('group', { name: t('line.group') }).getByText(t('line.groups.safety'))
    await safety.click()
    await page.waitForResponse((answer) => answer.url().includes('group=safety'))
    await expectAccessible(page, 'timeline')
    await desk.close()
  }, 120_000)

  it.each([
    ['en', DESK, 'desk'],
    ['ar', DESK, 'desk'],
    ['en', PHONE, 'phone'],
    ['ar', PHONE, 'phone'],
    ['fr', DESK, 'desk'],
    ['es', DESK, 'desk'],
  ] as const)(
    'has nothing serious for axe on any tab, in %s on a %s of %s',
    async (language, viewport, size) => {
      const desk = await visit(browser, site, { viewport, locale: language })
      await enter(desk.page, team.worker)
      await openTab(desk.page, 'overview')
      for (const tab of TABS) {
        await turnTo(desk.page, tab)
        await expectAccessible(desk.page, `${tab} ${language}`)
        if (viewport === PHONE) await expectNoSidewaysScroll(desk.page, `${tab} ${language}`)
        await shoot(desk.page, `casework-${language}-${size}-${tab}`)
      }
      expect([desk.problems, desk.outside, site.faults]).toEqual([[], [], []])
      await desk.close()
    },
    180_000,
  )

  it('was all of one case, of one person', () => {
    expect(personId).toMatch(/^[0-9a-f-]{36}$/)
  })
})

/** Two years of a case as they are: a few lines a day, some days many of the same, quiet weeks. */
async function fillHistory(login: pg.ClientConfig, code: string, actors: string[]): Promise<void> {
  const kinds = [
    'identity_seen',
    'identity_seen',
    'task_done',
    'right_done',
    'measure_done',
    'risk_assessed',
    'screened',
    'conference_held',
    'proceeding_changed',
    'consent_given',
    'facts_changed',
  ]
  const owner = new pg.Client(login)
  await owner.connect()
  const { rows } = await owner.query<{ id: string; organisation_id: string }>(
    'select id, organisation_id from cases_case where code = $1',
    [code],
  )
  await owner.query(
    `insert into cases_event (id, case_id, organisation_id, at, actor, kind, facts)
     select gen_random_uuid(), $1, $2, now() - make_interval(hours => (n * 7.3)::int, mins => n % 60),
            ($3::text[])[1 + (n / 5) % $4], ($5::text[])[1 + (n * n / 7) % $6], '{}'
     from generate_series(1, 2400) n`,
    [rows[0]!.id, rows[0]!.organisation_id, actors, actors.length, kinds, kinds.length],
  )
  await owner.end()
}
