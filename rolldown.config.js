// The command line as few files that load fast: most of the time of a short command would be spent on finding and
// reading some hundreds of modules. The library in dist/ stays as the compiler wrote it.
import {readdirSync} from 'node:fs'
import {defineConfig} from 'rolldown'

const commands = readdirSync('dist/commands', {recursive: true})
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.replace(/\.js$/, ''))

/**
 * With DEBUG=* oclif prints the words of the command line and ioredis each command that it sends, AUTH included. A
 * password that is printed is in the log of a job for ever, so neither has anything to print with.
 */
const withoutDebug = {
  name: 'without-debug',
  resolveId: (id) => (id === 'debug' ? '\0debug' : null),
  load: (id) =>
    id === '\0debug'
      ? 'const silent = () => Object.assign(() => {}, {enabled: false, extend: silent}); silent.enable = silent.disable = () => {}; silent.enabled = () => false; silent.default = silent; module.exports = silent'
      : null,
}

export default defineConfig({
  platform: 'node',
  plugins: [withoutDebug],
  input: {
    'lib/index': 'dist/index.js',
    'lib/testing': 'dist/testing/index.js',
    'cli/run': 'dist/cli/run.js',
    'cli/complete': 'dist/cli/complete.js',
    'cli/command-not-found': 'dist/cli/command-not-found.js',
    'programs/healer': 'dist/engine/faults/healer.js',
    'programs/reaper': 'dist/engine/owner/reaper.js',
    'programs/link-healer': 'dist/engine/links/link-healer.js',
    'programs/link-relay': 'dist/engine/links/relay.js',
    ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `dist/commands/${name}.js`])),
  },
  // What commands share is two folders deep, as src/engine is: src/engine/package-root.ts counts on it.
  output: {
    dir: 'bundle',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
})
