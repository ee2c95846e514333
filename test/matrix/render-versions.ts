import {type LabOnServer, nameOf, type ServerResult, sortServers} from './result.ts'

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

${table(['Server', 'Labs passed', 'Not passed', 'Verdicts otherwise than the lab says', 'Lines recognised', 'Run on'], servers.map(overviewOf))}
${listed('## Labs that did not pass', notPassed(servers))}## Where verdicts differ

Each lab states its verdict for such a server, with the reason: \`redislab lab run LAB\` shows both.

${compare(
  servers,
  (lab) => Object.entries(lab.claims),
  (values) => new Set(values).size > 1,
)}
## Where numbers differ

What a lab measured, where the largest is at least ${leastFactor} times the smallest (times: and ${leastGapMs} ms apart). One run each,
on a busy machine: a single odd number may be chance.

${compare(servers, (lab) => Object.entries(lab.measured), isFarApart)}`
}

function overviewOf(server: ServerResult): readonly string[] {
  const {labs, lines, unknown, on} = server
  const passed = labs.filter(({outcome}) => outcome === 'passed').length
  const share = lines === 0 ? 100 : (100 * (lines - unknown)) / lines
  return [
    nameOf(server),
    `${passed} of ${labs.length}`,
    String(labs.length - passed),
    String(labs.flatMap(({unexpected}) => unexpected).length),
    `${share.toFixed(2)} % of ${lines}`,
    on,
  ]
}

function notPassed(servers: readonly ServerResult[]): readonly string[] {
  return servers.flatMap((server) =>
    server.labs
      .filter(({outcome}) => outcome !== 'passed')
      .map(({lab, outcome, reason}) => `- ${nameOf(server)}: ${lab} ${outcome}: ${cell(reason ?? '')}`),
  )
}

/** A row for each thing that labs say of servers, where what they say differs. */
function compare<Value extends string | number>(
  servers: readonly ServerResult[],
  sayings: (lab: LabOnServer) => readonly (readonly [name: string, value: Value])[],
  isWorthARow: (values: readonly Value[], name: string) => boolean,
): string {
  const rows = new Map<string, Map<ServerResult, Value>>()
  for (const server of servers)
    for (const lab of server.labs)
      for (const [name, value] of sayings(lab)) {
        const key = `${lab.lab}: ${name}`
        rows.set(key, (rows.get(key) ?? new Map()).set(server, value))
      }
  const shown = [...rows]
    .filter(([name, values]) => isWorthARow([...values.values()], name))
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, values]) => [name, ...servers.map((server) => shortly(values.get(server)))])
  return shown.length === 0 ? 'None.\n' : table(['Lab', ...servers.map(nameOf)], shown)
}

function isFarApart(values: readonly number[], name: string): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return most >= leastFactor * Math.max(least, 1) && (!name.endsWith('Ms') || most - least >= leastGapMs)
}

function shortly(value: string | number | undefined): string {
  return typeof value === 'number' ? String(Math.round(value)) : (value ?? '–')
}

function listed(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `${title}\n\n${items.join('\n')}\n\n`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`)
  return `${lines.join('\n')}\n`
}

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|')
}
