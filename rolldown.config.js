// The command line as few files that load fast: most of the time of a short command would be spent on finding and
// reading some hundreds of modules. The library in dist/ stays as the compiler wrote it.
import {readdirSync} from 'node:fs'
import {defineConfig} from 'rolldown'

const commands = readdirSync('dist/commands', {recursive: true})
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.replace(/\.js$/, ''))

export default defineConfig({
  platform: 'node',
  input: {
    'lib/index': 'dist/index.js',
    'lib/testing': 'dist/testing/index.js',
    'cli/run': 'dist/cli/run.js',
    'cli/complete': 'dist/cli/complete.js',
    'cli/command-not-found': 'dist/cli/command-not-found.js',
    'cli/help/redislab-help': 'dist/cli/help/redislab-help.js',
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
