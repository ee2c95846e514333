/** What bin/run.js loads. It loads the rest of the command line, from compiled code where this user has run it before. */
import path from 'node:path'
import process from 'node:process'
import {loadBundle} from './load-bundle.ts'

const folder = import.meta.dirname
const load = loadBundle(folder)
const [first, ...words] = process.argv.slice(2)
if (first === '__complete') {
  // A shell asks, at a press of Tab: loading oclif alone would take longer than the answer takes.
  const {complete} = load(path.join(folder, 'complete.cjs')) as typeof import('./complete.ts')
  complete(words)
} else {
  const {execute} = load(path.join(folder, 'run.cjs')) as typeof import('./run.ts')
  void execute({root: folder})
}
