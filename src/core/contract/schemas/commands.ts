import {z} from 'zod'
import {certify} from './certify.ts'
import {collected} from './collected.ts'
import {clean, down, ls, planned, render, reset, started} from './deployments.ts'
import {diagnosis} from './diagnosis.ts'
import {opened, whois} from './evidence.ts'
import {awaitedFailover, explanation} from './explanation.ts'
import {fault, linkFault} from './faults.ts'
import {besideLab} from './lab-result.ts'
import {labEvent, labRun} from './lab-runs.ts'
import {lab, labCheck, labList, labNew} from './labs.ts'
import {loadReport} from './load.ts'
import {logLine, logs} from './logs.ts'
import {doctor, servers} from './machine.ts'
import {add, remove, reshard} from './membership.ts'
import {cli, completion, env} from './programs.ts'
import {rehearsal} from './rehearsal.ts'
import {status} from './status.ts'
import {statusThen} from './status-then.ts'
import {timeline, timelineEntry} from './timeline.ts'
import {plannedTwin, startedTwin} from './twin.ts'

/** What a command writes for programs. */
export interface Output {
  /** The document of `--json`. */
  readonly document?: z.ZodType
  /** A line of `--jsonl`. */
  readonly line?: z.ZodType
  /** The file of `--report`. */
  readonly report?: z.ZodType
}

/** What holds for the JSON of every command, in all versions. */
export const promise = 'Fields may be added; none is renamed or removed.'

/**
 * The JSON of every command, by its name. The schemas are strict, so that a test sees a field that is not described; the
 * published schema allows the fields that will be added.
 */
export const outputs: Readonly<Record<string, Output>> = {
  add: {document: add},
  'await-failover': {document: awaitedFailover},
  certify: {document: certify},
  clean: {document: clean},
  cli: {document: cli},
  completion: {document: completion},
  delay: {document: linkFault},
  diagnose: {document: diagnosis},
  disconnect: {document: fault},
  doctor: {document: doctor},
  down: {document: down},
  env: {document: env},
  exec: {report: besideLab},
  explain: {document: explanation},
  failover: {document: fault},
  fill: {document: fault},
  heal: {document: linkFault},
  kill: {document: fault},
  'lab check': {document: labCheck},
  'lab list': {document: labList},
  'lab new': {document: labNew},
  'lab run': {document: labRun, line: labEvent},
  'lab show': {document: lab},
  load: {document: loadReport},
  logs: {document: logs, line: logLine},
  ls: {document: ls},
  collect: {document: collected},
  open: {document: opened},
  partition: {document: linkFault},
  pause: {document: fault},
  rehearse: {document: rehearsal},
  remove: {document: remove},
  render: {document: render},
  reset: {document: reset},
  reshard: {document: reshard},
  restart: {document: fault},
  resume: {document: fault},
  servers: {document: servers},
  set: {document: fault},
  sleep: {document: fault},
  start: {document: fault},
  status: {document: z.union([status, statusThen])},
  stop: {document: fault},
  timeline: {document: timeline, line: timelineEntry},
  up: {document: z.union([started, planned, startedTwin, plannedTwin])},
  whois: {document: whois},
}
