// docs/rules.md: what `redislab diagnose` knows, from the files of the rules.
import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'

const folder = path.join(import.meta.dirname, '../../src/core/diagnosis/rules')

const groups = [
  [
    'Sentinel',
    /^(?:sentinel|ckquorum|no-good|groups|promotion|hostnames|sdown|failover-done|renamed|replica-unfit|monitored|parallel-syncs|script-outlasts)/,
  ],
  [
    'Cluster',
    /^(?:cluster|node|slots|open-slots|bus-port|config-epochs|endpoint|ghost|own-address|shard|replica-data-too-old|loopback)/,
  ],
  [
    'Replication',
    /^(?:replica|repl-|replication|backlog|two-masters|min-replicas|master|sync|container|dual-channel|partial-sync|started-as-master|chained|maxmemory|versions)/,
  ],
  ['Servers, files and lines', /^/],
]

/** @returns {Promise<string>} the page */
export async function renderRules() {
  const rules = await Promise.all(
    (await readdir(folder))
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map(readRule),
  )
  const left = new Set(rules)
  const sections = groups.map(([title, pattern]) => {
    const own = [...left].filter(({id}) => pattern.test(id))
    for (const rule of own) left.delete(rule)
    const rows = own.map(
      ({id, what, needs, lab}) =>
        `| \`${id}\` | ${what} | ${needs} | ${lab === undefined ? '' : `\`${lab}\``} |`,
    )
    return `## ${title}\n\n| id | what is found | needs | lab |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return `# What diagnose knows

Written by \`npm run docs:rules\` from \`src/core/diagnosis/rules\`. \`redislab diagnose\` examines each rule for which the evidence holds what it
needs, and lists the others as not examined. A lab shows the consequence on this machine: \`redislab lab run NAME\`. How a rule
is added: [CONTRIBUTING](../CONTRIBUTING.md).

${rules.length} rules.

${sections.join('\n')}
${notRules}`
}

const notRules = `## What is no rule

Each is what a server ships with, so it is reported only where something else shows that it matters:

- **No \`failover\` in \`shutdown-on-sigterm\`** (Valkey 9.0 and later). It is reported where some nodes of a cluster have it and others do not
  (\`cluster-settings-differ\`). How long an orchestrator waits before it kills stands in none of the replies.
- **\`cluster-link-sendbuf-limit 0\`**, so that messages for a node that reads slowly wait without limit. How many wait is seen only while
  they do, and from what amount on it matters depends on the memory that is left.
- **The buffers of a slot migration** (\`slot-migration-max-failover-repl-bytes\` of Valkey 9.0, \`cluster-slot-migration-handoff-max-lag-bytes\` of
  Redis 8.4, \`client-output-buffer-limit replica\`). Whether they are large enough is decided by what is written while slots move.
  \`replica-buffer-short-for-rate\` measures the current writes (\`--for 30s\`) for copies of replicas.
- **Whether the script of a sentinel can be run** is seen on its machine alone. From outside: that not all sentinels have one, that it
  failed by the log, and that too many run (\`sentinel-script-fails\`).
`

async function readRule(file) {
  const source = await readFile(path.join(folder, file), 'utf8')
  const what = /\/\*\* ([^*]*(?:\*(?!\/)[^*]*)*)\*\/\nexport const \w+: Rule = \{/.exec(source)?.[1]
  const field = (name) => new RegExp(`^  ${name}:\\s*(['"\`])(.*?)\\1,$`, 'ms').exec(source)?.[2]
  const id = field('id')
  if (what === undefined || id === undefined) throw new Error(`${file} has no docstring or no id`)
  return {id, what: clean(what), needs: clean(field('needs') ?? ''), lab: field('lab')}
}

function clean(text) {
  return text
    .replaceAll(/\s*\n\s*\*?\s*/g, ' ')
    .trim()
    .replaceAll('|', '\\|')
}
