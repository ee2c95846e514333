/** What one lab showed on one server. */
export interface LabOnServer {
  readonly lab: string
  readonly outcome: string
  /** Why it did not pass. */
  readonly reason: string | null
  /** Why it failed at first, where it passed when it ran once more, alone. */
  readonly failedFirst?: string
  readonly claims: readonly ClaimOnServer[]
  /** What was measured, where it is a number. Times are in milliseconds. */
  readonly measured: Readonly<Record<string, number>>
  /** Lines of its logs at notice level and above. */
  readonly lines: number
  /** Those of them that the catalogue does not know. */
  readonly unknown: readonly string[]
}

/** How a claim came out on one server. */
export interface ClaimOnServer {
  readonly id: string
  readonly verdict: string
  /** What the lab says of such a server, where it came out otherwise. */
  readonly expected?: string
  readonly text?: string
  /** The reason that the lab gives. */
  readonly because?: string
}

/** What all labs showed on one server. */
export interface ServerResult {
  /** `redis`, `valkey`. */
  readonly flavour: string
  readonly version: string
  /** The day of the run, as `2026-11-30`. */
  readonly on: string
  readonly labs: readonly LabOnServer[]
}

/** As the table names it. */
export function nameOf({flavour, version}: Pick<ServerResult, 'flavour' | 'version'>): string {
  return `${flavour === 'valkey' ? 'Valkey' : 'Redis'} ${version}`
}

/** Redis before Valkey, older before newer. */
export function sortServers(servers: readonly ServerResult[]): readonly ServerResult[] {
  return servers.toSorted(
    (a, b) => a.flavour.localeCompare(b.flavour) || a.version.localeCompare(b.version, 'en', {numeric: true}),
  )
}

/**
 * What is known once a server has run: whole runs replace what was known of it, a run of some labs only what it says of these.
 */
export function addResult(
  known: readonly ServerResult[],
  result: ServerResult,
  {isWhole}: {readonly isWhole: boolean},
): readonly ServerResult[] {
  const before = known.find((other) => nameOf(other) === nameOf(result))
  const kept = isWhole ? [] : (before?.labs ?? [])
  const names = new Set(result.labs.map(({lab}) => lab))
  const labs = [...kept.filter(({lab}) => !names.has(lab)), ...result.labs].toSorted((a, b) =>
    a.lab.localeCompare(b.lab),
  )
  return sortServers([...known.filter((other) => other !== before), {...result, labs}])
}

/** Reads what was kept: a server a line. */
export function parseResults(text: string): readonly ServerResult[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

/** What `parseResults` reads. Reasons are kept only of claims that came out differently: the labs have them all. */
export function formatResults(results: readonly ServerResult[]): string {
  const verdicts = new Map<string, Set<string>>()
  for (const {lab, claims} of results.flatMap(({labs}) => labs))
    for (const {id, verdict} of claims) {
      const key = `${lab}: ${id}`
      verdicts.set(key, (verdicts.get(key) ?? new Set()).add(verdict))
    }
  const isKept = (lab: string, id: string) => (verdicts.get(`${lab}: ${id}`)?.size ?? 0) > 1
  return results
    .map((server) => {
      const labs = server.labs.map((lab) => ({
        ...lab,
        claims: lab.claims.map((claim) => (isKept(lab.lab, claim.id) ? claim : withoutReason(claim))),
      }))
      return `${JSON.stringify({...server, labs})}\n`
    })
    .join('')
}

function withoutReason({id, verdict, expected}: ClaimOnServer): ClaimOnServer {
  return {id, verdict, ...(expected === undefined ? {} : {expected})}
}
