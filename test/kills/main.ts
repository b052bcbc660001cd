import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killMany } from './kills.ts'

// `npm run kills -- 200`: the long form of the test beside it.
const kills = Number(process.argv[2] ?? 200)
const folder = mkdtempSync(join(tmpdir(), 'asylia-kills-'))
chmodSync(folder, 0o711)
const report = await killMany(folder, kills, (line) => process.stderr.write(`${line}\n`))
process.stdout.write(`${JSON.stringify({ ...report, folder })}\n`)
process.exitCode = report.lost.length === 0 ? 0 : 1
