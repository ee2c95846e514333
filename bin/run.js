#!/usr/bin/env node
import module from 'node:module'
import process from 'node:process'

module.enableCompileCache?.()
const [first, ...words] = process.argv.slice(2)
if (first === '__complete') {
  // A shell asks, at a press of Tab: oclif alone would take longer to load than the answer takes.
  const {complete} = await import('../bundle/cli/complete.js')
  complete(words)
} else {
  const {execute} = await import('../bundle/cli/run.js')
  // No plugins: oclif would look for some in the home of the user, and warn where that cannot be read.
  await execute({loadOptions: {root: import.meta.dirname, userPlugins: false, devPlugins: false}})
}
