// What servers write into their logs, from their sources: node tools/log-strings.js FOLDER
//
// FOLDER holds one checkout a version, each in a folder of the server's name: redis-7.2, valkey-9.1, …. The table of all formats goes to
// standard output; test/fixtures/log-strings.tsv is kept from it. Formats that the sources do not say are told on standard error.
import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {withoutComments} from './log-strings/c-source.js'
import {definedStrings} from './log-strings/c-strings.js'
import {logFormatsOf} from './log-strings/log-formats.js'
import {describeServers, flavours} from './log-strings/servers.js'

/** The parts of a server that write of replication, sentinels, the cluster, persistence, its settings and its connections. */
const files = [
  'acl',
  'aof',
  'bio',
  'childinfo',
  'cluster',
  'cluster_asm',
  'cluster_legacy',
  'cluster_migrateslots',
  'config',
  'connection',
  'db',
  'io_threads',
  'iothread',
  'module',
  'networking',
  'rdb',
  'redis',
  'replication',
  'rio',
  'script',
  'scripting',
  'scripting_engine',
  'eval',
  'sentinel',
  'server',
  'socket',
  'syscheck',
  'tls',
  'unix',
]
/** What was renamed keeps its newest name. */
const newNames = {
  redis: 'server',
  cluster: 'cluster_legacy',
  scripting: 'eval',
  scripting_engine: 'eval',
  iothread: 'io_threads',
}

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write(
    'Usage: node tools/log-strings.js FOLDER (with redis-7.2, valkey-9.1, …: a checkout each)\n',
  )
  process.exit(2)
}

/** @type {Map<string, {file: string, servers: Set<string>}>} */
const rows = new Map()
for (const [flavour, versions] of Object.entries(flavours)) {
  for (const version of versions) await addServer(`${flavour}-${version}`)
}
const lines = [...rows]
  .map(([format, {file, servers}]) => [file, describeServers(servers), format].join('\t'))
  .sort()
const heads = Object.entries(flavours).map(([flavour, versions]) => `# ${flavour} ${versions.join(' ')}`)
process.stdout.write(`${[...heads, ...lines].join('\n')}\n`)

async function addServer(server) {
  const sources = path.join(folder, server, 'src')
  const names = await readdir(sources).catch(() => [])
  const texts = new Map()
  for (const name of names.filter((name) => /\.[ch]$/.test(name)))
    texts.set(name, withoutComments(await readFile(path.join(sources, name), 'utf8')))
  const defined = new Map([...texts.values()].flatMap((text) => [...definedStrings(text)]))
  for (const file of files) {
    const {formats, unread} = logFormatsOf(texts.get(`${file}.c`) ?? '', defined)
    for (const call of unread) process.stderr.write(`${server} ${file}.c: ${call.replaceAll(/\s+/g, ' ')}\n`)
    for (const format of formats) {
      const known = rows.get(format) ?? {file: '', servers: new Set()}
      known.file = newNames[file] ?? file
      known.servers.add(server)
      rows.set(format, known)
    }
  }
}
