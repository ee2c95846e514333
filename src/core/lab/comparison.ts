import type {LabResult} from './result.ts'
import {spreadsOf} from './statistics.ts'

/** One line of a comparison of servers: a verdict or a measured value, of each of them; null where there is none. */
export interface ComparedRow {
  readonly what: string
  readonly values: readonly (string | number | null)[]
  /** Whether the servers do not agree. Of measured values, which always vary, never. */
  readonly differs: boolean
}

/** What a lab made of several servers. */
export interface Comparison {
  readonly lab: string
  /** `redis 7.0.15`, … in the order of the values. */
  readonly servers: readonly string[]
  readonly rows: readonly ComparedRow[]
}

/** Sets the verdicts, and the medians of what was measured, of runs of one lab on several servers side by side. */
export function compareServers(results: readonly LabResult[]): Comparison {
  const servers = [...new Set(results.map(nameServer))]
  const runs = servers.map((server) => results.filter((result) => nameServer(result) === server))
  const ids = [...new Set(results.flatMap(({claims}) => claims.map(({id}) => id)))]
  const spreads = runs.map(spreadsOf)
  const paths = [...new Set(spreads.flatMap((spread) => Object.keys(spread)))]
  const outcomes = runs.map((own) => unite(own.map(({outcome}) => outcome)))
  return {
    lab: results[0]?.lab ?? '',
    servers,
    rows: [
      rowOf('outcome', outcomes),
      ...ids.map((id) =>
        rowOf(
          id,
          runs.map((own) =>
            unite(
              own
                .flatMap(({claims}) => claims.filter((claim) => claim.id === id))
                .map(({verdict}) => verdict),
            ),
          ),
        ),
      ),
      ...paths.map((path) => ({
        what: path,
        values: spreads.map((spread) => spread[path]?.median ?? null),
        differs: false,
      })),
    ],
  }
}

function rowOf(what: string, values: readonly (string | null)[]): ComparedRow {
  return {what, values, differs: new Set(values).size > 1}
}

/** The same of all runs, or all that there was. */
function unite(values: readonly string[]): string | null {
  return values.length === 0 ? null : [...new Set(values)].join(' or ')
}

function nameServer({server}: LabResult): string {
  return `${server.flavour} ${server.version}`
}
