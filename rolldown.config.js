// The command line as few files that load fast: finding and reading hundreds of modules would take most of the time of a
// short command. The library is bundled as ES modules, for programs; the command line as CommonJS, minified, since only
// that can be compiled from a cache on every supported Node (src/cli/frame/code-cache.ts).
import {createHash} from 'node:crypto'
import {readdirSync, readFileSync, realpathSync} from 'node:fs'
import {defineConfig} from 'rolldown'
import {makeLabIndex} from './dist/runner/lab-index.js'
import {collectTypes} from './tools/types.js'

const commands = readdirSync('dist/commands', {recursive: true})
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.replace(/\.js$/, ''))

/** Writes what `lab list` shows: reading all labs would take a second. */
const writeLabIndex = {
  name: 'lab-index',
  async generateBundle() {
    this.emitFile({type: 'asset', fileName: 'labs.json', source: JSON.stringify(await makeLabIndex())})
  },
}

/** Writes the declarations beside the library. */
const writeTypes = {
  name: 'types',
  async generateBundle() {
    for (const [file, source] of await collectTypes('dist'))
      this.emitFile({type: 'asset', fileName: `types/${file}`, source})
  },
}

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

/**
 * What packages do at their start and nobody needs. Node takes 8 ms of the processor for the first thing that is about
 * languages (`localeCompare`, `Intl`); a short command takes some hundred.
 */
const sparedWork = [
  {
    // Names of commands are ASCII.
    file: '@oclif/core/lib/config/plugin.js',
    from: '.sort((a, b) => a.id.localeCompare(b.id))',
    to: '.sort((a, b) => (a.id < b.id ? -1 : 1))',
  },
  {
    // Finds commands where there is no manifest.
    file: '@oclif/core/lib/config/plugin.js',
    from: 'const tinyglobby_1 = require("tinyglobby")',
    to: 'const tinyglobby_1 = {glob: (...args) => require("tinyglobby").glob(...args)}',
  },
  {
    // Looks for the package.json of oclif, which is not in the bundle, and is silent where there is none.
    file: '@oclif/core/lib/index.js',
    from: '\ncheckNodeVersion();',
    to: '',
  },
  {
    // Columns of ASCII and common signs are counted without it: src/reporters/kit/table.ts.
    file: 'string-width/index.js',
    from: 'const segmenter = new Intl.Segmenter();',
    to: 'let loaded; const segmenter = {segment: (text) => (loaded ??= new Intl.Segmenter()).segment(text)};',
  },
]

/** Fails where a newer version of a package does it in other words. */
const withoutSparedWork = {
  name: 'without-spared-work',
  transform(code, id) {
    const changes = sparedWork.filter(({file}) => id === realpathSync(`node_modules/${file}`))
    if (changes.length === 0) return null
    return changes.reduce((text, {file, from, to}) => {
      if (!text.includes(from)) this.error(`${file} does not say "${from}" any more`)
      return text.replace(from, () => to)
    }, code)
  },
}

/** Leaves out the sample lines of the catalogue: only tests read them, and they are a third of it. */
const withoutSamples = {
  name: 'without-samples',
  transform(code, id) {
    if (!id.includes('/dist/core/redis/catalogue/') || !code.includes('\nexport const')) return null
    return code.replace(/^( +)samples: \[[\s\S]*?\],\n(?= +\}\))/gm, '$1samples: [],\n')
  },
}

/** Writes one hash of all files, which names the folder of their compiled code. They are read as ASCII, which is fastest. */
const writeBuildId = {
  name: 'build-id',
  generateBundle(_, files) {
    for (const [name, {code}] of Object.entries(files))
      if (code !== undefined && /[^\x00-\x7f]/.test(code)) this.error(`${name} is not plain ASCII`)
    const hash = createHash('sha256')
    for (const name of Object.keys(files).sort()) hash.update(name).update(files[name].code ?? '')
    this.emitFile({type: 'asset', fileName: 'cli/build-id', source: hash.digest('hex').slice(0, 16)})
  },
}

/** Puts the script and the style of the page into one file, with a policy that lets no other script and no other style run. */
const writePage = {
  name: 'page',
  generateBundle(_, files) {
    const [[name, {code}]] = Object.entries(files)
    const script = code.trim()
    const style = readFileSync('src/page/style.css', 'utf8').replace(/\n\s*/g, '').trim()
    const hashOf = (text) => `sha256-${createHash('sha256').update(text).digest('base64')}`
    if (/<\/script|<!--/i.test(script))
      this.error('the script of the page would end the element that it stands in')
    const parts = {script, style, 'script-hash': hashOf(script), 'style-hash': hashOf(style)}
    const source = readFileSync('src/page/page.html', 'utf8').replace(
      /%([a-z-]+)%/g,
      (_, part) => parts[part],
    )
    delete files[name]
    this.emitFile({type: 'asset', fileName: 'page.html', source})
  },
}

export default defineConfig([
  {
    platform: 'node',
    plugins: [withoutDebug, withoutSamples, writeTypes],
    input: {
      'lib/index': 'dist/index.js',
      'lib/testing': 'dist/testing/index.js',
      'programs/healer': 'dist/engine/programs/healer.js',
      'programs/reaper': 'dist/engine/programs/reaper.js',
      'programs/link-relay': 'dist/engine/programs/relay.js',
    },
    output: {
      dir: 'bundle',
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
    },
  },
  {
    platform: 'node',
    plugins: [withoutDebug, withoutSamples, withoutSparedWork, writeLabIndex, writeBuildId],
    input: {
      'cli/start': 'dist/cli/frame/start.js',
      'cli/run': 'dist/cli/frame/run.js',
      'cli/complete': 'dist/cli/frame/complete.js',
      'cli/command-not-found': 'dist/cli/frame/command-not-found.js',
      'cli/help/redislab-help': 'dist/cli/frame/help/redislab-help.js',
      ...Object.fromEntries(commands.map((name) => [`commands/${name}`, `dist/commands/${name}.js`])),
    },
    output: {
      dir: 'bundle',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
      charset: 'ascii',
      // Names are kept: oclif and our own errors are told apart by the names of their classes.
      minify: {
        mangle: {keepNames: {function: true, class: true}},
        compress: {keepNames: {function: true, class: true}},
        codegen: {asciiOnly: true},
      },
    },
  },
  {
    platform: 'browser',
    plugins: [writePage],
    input: {page: 'src/page/main.ts'},
    output: {dir: 'bundle', format: 'esm', entryFileNames: '[name].js', minify: true},
  },
])
