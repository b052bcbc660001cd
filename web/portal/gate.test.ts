import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Keyring } from '#platform/crypto'
import { testFolder } from '#test/stores'
import { Busy, Gate } from './gate.ts'
import { leadingZeros, WorkShown } from './work-shown.ts'

describe('the gate', () => {
  it('gives turns to those who showed work, then to those who waited, to those who came as a person comes, to others', async () => {
    const gate = new Gate({ most: 1 })
    const order: string[] = []
    let open = () => {}
    const first = gate.run(3, () => new Promise<void>((resolve) => (open = resolve)))
    const others = [
      ['flood', 3],
      ['person', 2],
      ['worked', 0],
      ['another person', 2],
      ['waited', 1],
    ] as const
    const rest = others.map(([name, rank]) => gate.run(rank, async () => void order.push(name)))
    open()
    await Promise.all([first, ...rest])
    expect(order).toEqual(['worked', 'waited', 'person', 'another person', 'flood'])
  })

  it('keeps a turn for a person, however many others wait', async () => {
    const gate = new Gate({ most: 2, room: [10, 10, 10, 5] })
    let open = () => {}
    const held = new Promise<void>((resolve) => (open = resolve))
    const flood = Array.from({ length: 1000 }, () => gate.run(3, () => held).catch((error: unknown) => error))
    const person = gate.run(2, async () => 'served')
    open()
    expect(await person).toBe('served')
    const answers = await Promise.all(flood)
    expect(answers.filter((answer) => answer instanceof Busy)).toHaveLength(993)
  })

  it('leaves most turns free for people while turns are short, so that a flood does not take each that falls free', async () => {
    const gate = new Gate({ most: 4, patienceMs: 50 })
    const opens: (() => void)[] = []
    const hold = () => new Promise<void>((resolve) => opens.push(resolve))
    const people = Array.from({ length: 5 }, () => gate.run(2, hold))
    expect(gate.isFull).toBe(true)
    while (opens.length > 0) {
      for (const open of opens.splice(0)) open()
      await new Promise((resolve) => setTimeout(resolve))
    }
    await Promise.all(people)
    expect([gate.isFull, gate.isShort]).toEqual([false, true])
    const flood = Array.from({ length: 4 }, () => gate.run(3, hold).catch((error: unknown) => error))
    expect(opens).toHaveLength(1)
    expect(await gate.run(2, async () => 'served at once')).toBe('served at once')
    const answers = Promise.all(flood)
    await new Promise((resolve) => setTimeout(resolve, 100))
    opens[0]!()
    expect((await answers).filter((answer) => answer instanceof Busy)).toHaveLength(3)
  })

  it('lets go of who waited too long, and of nobody’s turn with them', async () => {
    const gate = new Gate({ most: 1, patienceMs: 1 })
    let open = () => {}
    const first = gate.run(2, () => new Promise<void>((resolve) => (open = resolve)))
    await expect(gate.run(2, async () => 'late')).rejects.toBeInstanceOf(Busy)
    open()
    await first
    expect(await gate.run(3, async () => 'free again')).toBe('free again')
    expect([gate.isFull, gate.queue]).toEqual([false, 0])
  })

  it('gives its turn back when work fails', async () => {
    const gate = new Gate({ most: 1 })
    await expect(gate.run(2, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await gate.run(2, async () => 'yes')).toBe('yes')
  })
})

describe('work shown', async () => {
  const keyring = await Keyring.open(testFolder())
  const at = (seconds: number) => new Date(1_772_600_000_000 + seconds * 1000)
  const solve = (task: string, bits: number) => {
    for (let n = 0; ; n++)
      if (leadingZeros(createHash('sha256').update(`${task}.${n}`).digest()) >= bits) return String(n)
  }

  it('is worth a turn once', () => {
    const work = new WorkShown(keyring)
    const { task, bits } = work.ask(0, at(0))
    expect(bits).toBe(14)
    const answer = solve(task, bits)
    expect(work.judge(task, answer, at(1))).toBe('solved')
    expect(work.judge(task, answer, at(1))).toBeUndefined()
  })

  it('without a script, waiting is worth something, once, and soon is not waiting', () => {
    const work = new WorkShown(keyring)
    const [slow, hasty, late] = [work.ask(0, at(0)), work.ask(0, at(0)), work.ask(0, at(0))]
    expect(work.judge(slow.task, '', at(2))).toBe('waited')
    expect(work.judge(slow.task, '', at(2))).toBeUndefined()
    expect(work.judge(hasty.task, 'wrong', at(0.5))).toBeUndefined()
    expect(work.judge(late.task, '', at(300))).toBeUndefined()
    expect(work.judge('made up', '0', at(2))).toBeUndefined()
  })

  it('grows with the queue, and only so far', () => {
    const work = new WorkShown(keyring)
    expect([0, 50, 1000, 1e9].map((queue) => work.ask(queue, at(0)).bits)).toEqual([14, 15, 18, 20])
  })
})
