import {z} from 'zod'
import {type Output, outputs, promise} from './commands.ts'
import {finding} from './diagnosis.ts'
import {error} from './error.ts'
import {explainedFailover, reason} from './explanation.ts'
import {attempt, failover, failoverDetails, phases, reattachment} from './failover.ts'
import {affectedInstance, fault, linkFault, watchedFailover} from './faults.ts'
import {claimResult, expectationResult, labResult, stepResult, value} from './lab-result.ts'
import {labStep} from './lab-steps.ts'
import {linkRule} from './links.ts'
import {latency, loadReport, outage, stretch} from './load.ts'
import {logLine} from './logs.ts'
import {move} from './membership.ts'
import {page} from './page.ts'
import {instanceStatus, masterStatus, status} from './status.ts'
import {event, timelineEntry} from './timeline.ts'
import {serverInfo} from './words.ts'

type Json = Record<string, unknown>

/** Shapes that several documents share. Their names begin with a capital, those of commands do not. */
const shared: Readonly<Record<string, z.ZodType>> = {
  AffectedInstance: affectedInstance,
  Attempt: attempt,
  ClaimResult: claimResult,
  DeploymentStatus: status,
  Event: event,
  ExpectationResult: expectationResult,
  ExplainedFailover: explainedFailover,
  Failover: failover,
  FailoverDetails: failoverDetails,
  FailoverPhases: phases,
  Fault: fault,
  Finding: finding,
  InstanceStatus: instanceStatus,
  LabResult: labResult,
  LabStep: labStep,
  Latency: latency,
  LinkFault: linkFault,
  LinkRule: linkRule,
  LoadReport: loadReport,
  LogLine: logLine,
  MasterStatus: masterStatus,
  Outage: outage,
  PageData: page,
  Reason: reason,
  Reattachment: reattachment,
  ServerInfo: serverInfo,
  SlotMove: move,
  StepResult: stepResult,
  Stretch: stretch,
  TimelineEntry: timelineEntry,
  Value: value,
  WatchedFailover: watchedFailover,
}

/**
 * The JSON of all commands as one JSON Schema. Under `$defs` is a definition for each document of `--json` (`status`,
 * `lab-run`), each line of `--jsonl` (`logs-line`), each report (`exec-report`), and the error of any command (`error`).
 */
export function contractJsonSchema(): Json {
  const registry = z.registry<{id: string}>()
  for (const [id, schema] of Object.entries(shared)) registry.add(schema, {id})
  const own = Object.fromEntries(
    Object.entries(outputs).flatMap(([command, output]) => definitionsOf(command, output)),
  )
  for (const [id, schema] of Object.entries({...own, error}))
    if (!registry.has(schema)) registry.add(schema, {id})
  const {schemas} = z.toJSONSchema(registry, {
    uri: (id) => `#/$defs/${id}`,
    io: 'input',
    reused: 'inline',
    cycles: 'ref',
    override: ({jsonSchema}) => simplify(jsonSchema),
  })
  const references = Object.entries(own).map(([id, schema]) => [
    id,
    {$ref: `#/$defs/${registry.get(schema)?.id}`},
  ])
  const definitions = Object.entries(schemas).map(([id, {$schema: _, $id: __, ...schema}]) => [id, schema])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The JSON of redislab',
    description: `What the commands of redislab write with --json (status, lab-run), with --jsonl (logs-line) and to reports (exec-report), and the error that any of them writes when it fails (error). ${promise}`,
    $defs: sortKeys(Object.fromEntries([...references, ...definitions])),
  }
}

function definitionsOf(command: string, {document, line, report}: Output): [string, z.ZodType][] {
  const id = command.replaceAll(' ', '-')
  const parts = [
    [id, document],
    [`${id}-line`, line],
    [`${id}-report`, report],
  ] as const
  return parts.flatMap(([name, schema]) =>
    schema === undefined ? [] : [[name, schema] as [string, z.ZodType]],
  )
}

/** Leaves out what says nothing to a reader, and allows fields that later versions will add. */
function simplify(schema: Json): void {
  if (schema['additionalProperties'] === false) delete schema['additionalProperties']
  if (schema['format'] === 'date-time') delete schema['pattern']
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum']
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum']
  delete schema['propertyNames']
}

function sortKeys(definitions: Json): Json {
  return Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1)))
}
