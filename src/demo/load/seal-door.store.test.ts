import { expect, it } from 'vitest'
import { unlockDoors } from '#intake'
import { openAuth } from '#platform/auth'
import { testDatabase } from '#test/stores'
import { demoPassphrase, sealDoor } from './seal-door.ts'
import { hireStaff } from './staff.ts'

it('the demo’s door is sealed, and its intake worker and case worker open it with the passphrase that is told', async () => {
  const database = await testDatabase()
  const auth = openAuth({
    pool: database.authPool,
    publicUrl: 'http://127.0.0.1:8080',
    secret: 'only-for-this-test-only-for-this-test',
    professions: ['psychologist'],
    roles: Object.fromEntries(
      ['intake_worker', 'case_worker', 'lawyer', 'counsellor', 'analyst', 'administrator', 'investigator']
        .concat('liaison_officer', 'policy_officer')
        .map((role) => [role, 'operation']),
    ),
  })
  expect(await demoPassphrase(database, auth)).toBeNull()
  const staff = await hireStaff(auth)
  expect(await demoPassphrase(database, auth)).toBeNull()
  await sealDoor(database, staff)
  const told = await demoPassphrase(database, auth)
  for (const actor of [staff.intake_worker, { ...staff.case_worker, purpose: 'intake' }]) {
    const doors = await database.as(actor, (trx) => unlockDoors(trx, actor, told!))
    expect(doors.size).toBe(1)
  }
})
