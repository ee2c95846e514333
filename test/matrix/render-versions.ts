import {type ClaimOnServer, type LabOnServer, nameOf, type ServerResult, sortServers} from './result.ts'

/** A measured number is worth a row when the largest is as many times the smallest, */
const leastFactor = 4
/** and, of times, when they are as far apart: a busy machine adds some. */
const leastGapMs = 500

/** docs/versions.md. */
export function renderVersions(results: readonly ServerResult[]): string {
  const servers = sortServers(results)
  return `# Servers

What redislab does with each server: all labs, run on each, and every line of their logs at notice level and above looked up
in the catalogue. \`npm run test:matrix -- SERVER…\` runs them and writes this page; without arguments it takes the servers of
\`$REDISLAB_SERVERS\`, which \`.ci/servers DIR\` fetches from Debian. What is known of a server from an earlier run stays.

${table(['Server', 'Labs passed', 'Failed', 'Skipped', 'Verdicts otherwise than the lab says', 'Lines recognised', 'Run on'], servers.map(overviewOf))}
${section('## Labs that failed', failed(servers))}${section('## Labs that passed at the second try, alone', failedFirst(servers))}${section('## Labs that a server cannot run', skipped(servers))}${section('## Lines that are not recognised', unknownLines(servers))}## Where verdicts differ

${differences(servers)}
## Where numbers differ

What a lab measured, where the largest is at least ${leastFactor} times the smallest (times: and ${leastGapMs} ms apart). One run each,
on a busy machine: a single odd number may be chance.

${farApart(servers)}`
}

function overviewOf(server: ServerResult): readonly string[] {
  const {labs, on} = server
  const count = (wanted: string) => labs.filter(({outcome}) => outcome === wanted).length
  const lines = labs.reduce((sum, lab) => sum + lab.lines, 0)
  const unknown = labs.flatMap((lab) => lab.unknown).length
  const share = lines === 0 ? 100 : (100 * (lines - unknown)) / lines
  return [
    nameOf(server),
    `${count('passed')} of ${labs.length}`,
    String(count('failed')),
    String(count('skipped')),
    String(labs.flatMap(({claims}) => claims).filter(({expected}) => expected !== undefined).length),
    `${share.toFixed(2)} % of ${lines}`,
    on,
  ]
}

function failed(servers: readonly ServerResult[]): readonly string[] {
  return servers.flatMap((server) =>
    server.labs
      .filter(({outcome}) => outcome === 'failed')
      .map(({lab, reason}) => `- ${nameOf(server)}: ${lab}: ${cell(reason ?? '')}`),
  )
}

function failedFirst(servers: readonly ServerResult[]): readonly string[] {
  return servers.flatMap((server) =>
    server.labs.flatMap(({lab, failedFirst: reason}) =>
      reason === undefined ? [] : [`- ${nameOf(server)}: ${lab}; first: ${cell(reason)}`],
    ),
  )
}

/** A line for each lab and reason, with the servers that it is true of. */
function skipped(servers: readonly ServerResult[]): readonly string[] {
  const byReason = new Map<string, string[]>()
  for (const server of servers)
    for (const {lab, reason} of server.labs.filter(({outcome}) => outcome === 'skipped')) {
      // Without what it says of the server, which is named behind.
      const key = `${lab}: ${cell(reason ?? '').replace(/, and this is .*$/, '')}`
      byReason.set(key, [...(byReason.get(key) ?? []), nameOf(server)])
    }
  return [...byReason].toSorted().map(([key, names]) => `- ${key} (${names.join(', ')})`)
}

function unknownLines(servers: readonly ServerResult[]): readonly string[] {
  return servers.flatMap((server) => {
    const lines = new Set(server.labs.flatMap(({unknown}) => unknown))
    return [...lines].map((line) => `- ${nameOf(server)}: \`${cell(line)}\``)
  })
}

/** The verdicts that differ, then for each of them the claim and the reason that its lab gives. */
function differences(servers: readonly ServerResult[]): string {
  const rows = rowsThatDiffer(
    servers,
    ({claims}) => claims.map(({id, verdict}) => [id, verdict] as const),
    (values) => new Set(values).size > 1,
  )
  const claims = new Map<string, ClaimOnServer>()
  for (const {lab, claims: all} of servers.flatMap(({labs}) => labs))
    for (const claim of all) if (claim.text !== undefined) claims.set(`${lab}: ${claim.id}`, claim)
  const reasons = rows.map(([name]) => {
    const {text = '', because = 'The lab gives no reason.'} = claims.get(name) ?? {}
    return `- ${name}: “${cell(text)}” ${cell(because)}`
  })
  return `${[tableOf(rows, servers), ...reasons].join('\n').trimEnd()}\n`
}

function farApart(servers: readonly ServerResult[]): string {
  return tableOf(
    rowsThatDiffer(servers, ({measured}) => Object.entries(measured), isFarApart),
    servers,
  )
}

type Row<Value> = readonly [name: string, values: ReadonlyMap<ServerResult, Value>]

/** A row for each thing that labs say of servers, where what they say differs. */
function rowsThatDiffer<Value extends string | number>(
  servers: readonly ServerResult[],
  sayings: (lab: LabOnServer) => readonly (readonly [name: string, value: Value])[],
  differ: (values: readonly Value[], name: string) => boolean,
): readonly Row<Value>[] {
  const rows = new Map<string, Map<ServerResult, Value>>()
  for (const server of servers)
    for (const lab of server.labs)
      for (const [name, value] of sayings(lab)) {
        const key = `${lab.lab}: ${name}`
        rows.set(key, (rows.get(key) ?? new Map()).set(server, value))
      }
  return [...rows]
    .filter(([name, values]) => differ([...values.values()], name))
    .toSorted(([a], [b]) => a.localeCompare(b))
}

function tableOf<Value extends string | number>(
  rows: readonly Row<Value>[],
  servers: readonly ServerResult[],
): string {
  if (rows.length === 0) return 'None.\n'
  return table(
    ['Lab', ...servers.map(nameOf)],
    rows.map(([name, values]) => [name, ...servers.map((server) => shortly(values.get(server)))]),
  )
}

function isFarApart(values: readonly number[], name: string): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return most >= leastFactor * Math.max(least, 1) && (!name.endsWith('Ms') || most - least >= leastGapMs)
}

function shortly(value: string | number | undefined): string {
  return typeof value === 'number' ? String(Math.round(value)) : (value ?? '–')
}

/** Nothing where there are no items. */
function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}\n\n${items.join('\n')}\n\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`)
  return `${lines.join('\n')}\n`
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
}
