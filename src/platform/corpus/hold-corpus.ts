/** For tests: another process that opens a corpus, inserts a hundred acknowledged rows, says so and stays. */
import { EmbeddedCorpus } from './embedded.ts'

const [folder, table] = process.argv.slice(2)
const corpus = await EmbeddedCorpus.open(folder!)
await corpus.command(table!)
await corpus.insert(
  'kept',
  [...Array(100).keys()].map((i) => ({ round: 0, i })),
)
process.send!(await corpus.enginePid())
setInterval(() => {}, 1_000)
