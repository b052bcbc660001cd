import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { testFolder } from '#test/stores'
import { serveClickHouseHttp } from './clickhouse-http.ts'
import { corpusContract } from './contract.ts'
import { EmbeddedCorpus } from './embedded.ts'
import { Count, openCorpus } from './index.ts'
import { engineConfiguration } from './settings.ts'
import { mkdirSync, writeFileSync } from 'node:fs'

const N = z.object({ n: Count })

corpusContract('embedded', () => openCorpus({ dataFolder: testFolder(), clickhouseUrl: undefined }))

corpusContract('on a server', async () => {
  const folder = testFolder()
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'engine.xml'), engineConfiguration())
  // Only the configuration file: the statement settings must come over HTTP, with each request.
  const server = await serveClickHouseHttp({
    folder: join(folder, 'data'),
    connectionArgs: [`--config-file=${join(folder, 'engine.xml')}`],
  })
  afterAll(async () => {
    expect(server.seen.get('INSERT')).toBeGreaterThan(5)
    await server.close()
  })
  return openCorpus({ dataFolder: folder, clickhouseUrl: server.url })
})

describe('the embedded engine', () => {
  const table =
    'CREATE TABLE IF NOT EXISTS kept (round UInt32, i UInt32) ENGINE = MergeTree ORDER BY (round, i)'

  it('loses no acknowledged row when its process is killed, refuses what was under way, and starts again', async () => {
    const corpus = await EmbeddedCorpus.open(testFolder())
    await corpus.command(table)
    let acknowledged = 0
    let refused = 0
    for (let round = 0; round < 5; round++) {
      const pid = (await corpus.enginePid())!
      const end = setTimeout(() => process.kill(pid, 'SIGKILL'), 150 + round * 137)
      for (let i = 0; ; i += 100) {
        const rows = [...Array(100).keys()].map((k) => ({ round, i: i + k }))
        try {
          await Promise.all([
            corpus.insert('kept', rows),
            corpus.query('SELECT max(i) AS m FROM kept', z.unknown()),
          ])
          acknowledged += 100
        } catch (error) {
          expect(error).toMatchObject({ code: 'corpus.engine-died' })
          refused++
          break
        }
      }
      clearTimeout(end)
      // Between what was acknowledged and what was sent; never twice.
      const [row] = await corpus.query('SELECT count() AS n FROM kept', N)
      expect(row!.n).toBeGreaterThanOrEqual(acknowledged)
      expect(row!.n).toBeLessThanOrEqual(acknowledged + 100)
      acknowledged = row!.n
    }
    expect(refused).toBe(5)
    expect(acknowledged).toBeGreaterThan(1_000)
    expect(await corpus.query('SELECT uniqExact(round, i) AS n FROM kept', N)).toEqual([{ n: acknowledged }])
    await corpus.close()
  })

  it('refuses a second process within a second, naming the first; and waits for a killed owner to let go', async () => {
    const folder = testFolder()
    const owner = await holdInAnotherProcess(folder)
    const start = performance.now()
    await expect(EmbeddedCorpus.open(folder)).rejects.toMatchObject({
      code: 'platform.folder-held',
      details: { pid: owner.child.pid },
    })
    expect(performance.now() - start).toBeLessThan(1_000)
    owner.child.kill('SIGKILL')
    await new Promise((resolve) => owner.child.once('exit', resolve))
    const corpus = await EmbeddedCorpus.open(folder)
    expect(await corpus.query('SELECT count() AS n FROM kept', N)).toEqual([{ n: 100 }])
    await expectGone(owner.enginePid)
    await corpus.close()
  })

  it('refuses a second opening by the same process, and opens again once closed', async () => {
    const folder = testFolder()
    const corpus = await EmbeddedCorpus.open(folder)
    await expect(EmbeddedCorpus.open(folder)).rejects.toMatchObject({ details: { pid: process.pid } })
    await corpus.close()
    await (await EmbeddedCorpus.open(folder)).close()
  })

  it('waits for what is under way when it closes, then refuses', async () => {
    const folder = testFolder()
    const corpus = await EmbeddedCorpus.open(folder)
    await corpus.command(table)
    const inserts = [...Array(20).keys()].map((i) => corpus.insert('kept', [{ round: 0, i }]))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await Promise.all([corpus.close(), corpus.close(), ...inserts])
    await expect(corpus.command('SELECT 1')).rejects.toMatchObject({ code: 'corpus.closed' })
    const again = await EmbeddedCorpus.open(folder)
    expect(await again.query('SELECT count() AS n FROM kept', N)).toEqual([{ n: 20 }])
    await again.close()
  })

  async function holdInAnotherProcess(folder: string): Promise<{ child: ChildProcess; enginePid: number }> {
    const child = fork(fileURLToPath(new URL('./hold-corpus.ts', import.meta.url)), [folder, table], {
      execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href],
    })
    const enginePid = await new Promise<number>((resolve) =>
      child.once('message', (pid) => resolve(Number(pid))),
    )
    return { child, enginePid }
  }

  async function expectGone(pid: number): Promise<void> {
    await expect.poll(() => isThere(pid), { timeout: 5_000 }).toBe(false)
  }

  function isThere(pid: number): boolean {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }
})
