import {randomBytes} from 'node:crypto'
import process from 'node:process'
import type {DeploymentOptions} from '../core/config/deployment-options.ts'
import {listSettings, type Settings} from '../core/config/directives.ts'
import type {Lab, Step} from '../core/lab/lab.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import type {LabOutcome, LabResult, StepResult} from '../core/lab/result.ts'
import {appliesTo, findUnmet, isAsExpected, judgeClaim, judgeExpectations} from '../core/lab/verdicts.ts'
import {parseDuration} from '../core/time/duration.ts'
import type {ServerInfo} from '../core/words.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {whyNotHugePages} from '../engine/machine/huge-pages.ts'
import {speaksTls} from '../engine/servers/find-extras.ts'
import {startFromOptions} from '../engine/up/start-from-options.ts'
import {LabClients} from './clients.ts'
import {Companion} from './companion.ts'
import {Recorder} from './recorder.ts'
import {runSteps} from './run-step.ts'
import {Stage} from './stage.ts'
import {summarise} from './summarise.ts'

/** When the deployment is left running after a lab. */
export type Keep = 'never' | 'on-failure' | 'always'

export interface RunLabOptions {
  /** The state folder. */
  readonly home: string
  readonly server: ServerInfo
  /** More directives for redis.conf and sentinel.conf, `name=value`: they count more than the lab's own. */
  readonly set?: Settings | undefined
  readonly sentinelSet?: Settings | undefined
  /** A folder with a redis.conf and a sentinel.conf of one's own. */
  readonly templates?: string | undefined
  /** Users of the data instances, as `up --acl` takes them. @default what the lab says */
  readonly acl?: string | undefined
  /** All instances speak TLS. @default what the lab says */
  readonly tls?: boolean | undefined
  /** The larger ones of values that have two. */
  readonly isThorough?: boolean | undefined
  readonly keep?: Keep | undefined
  readonly signal: AbortSignal
  readonly onEvent?: ((event: LabEvent) => void) | undefined
  /** Before each step, for those who teach with it. */
  readonly beforeStep?: ((step: Step) => Promise<void>) | undefined
  /**
   * Something that goes on beside the steps, from when the deployment is ready. The deployment lasts until it is over,
   * and what the lab has not done by then is left out.
   */
  readonly companion?: ((deployment: Deployment) => Promise<void>) | undefined
}

/**
 * Runs a lab on a deployment of its own, and takes it down again however it ends.
 *
 * @throws RedislabError what starting a deployment throws; INTERRUPTED
 */
export async function runLab(lab: Lab, options: RunLabOptions): Promise<LabResult> {
  const {server, onEvent: emit = () => {}, keep = 'never'} = options
  emit({kind: 'lab-started', lab})
  const startedAt = Date.now()
  const here = {
    server,
    isRoot: process.getuid?.() === 0,
    platform: process.platform,
    tls: options.tls === true,
    acl: options.acl !== undefined,
    speaksTls: lab.options.tls === true ? ((await speaksTls(server)) ?? true) : undefined,
    whyNotHugePages: lab.requires['huge-pages'] === true ? await whyNotHugePages() : undefined,
  }
  const unmet = findUnmet(lab, here)
  if (unmet !== undefined) return end({...blank(lab, options), outcome: 'skipped', reason: unmet})

  const {deployment, readyMs} = await startFromOptions(lab.topology, toOptions(lab, options), {
    home: options.home,
    server,
    templates: options.templates,
    // What may be kept outlives this process.
    owner: keep === 'never' ? 'self' : undefined,
    signal: options.signal,
  })
  let isKept = false
  try {
    const result = await play(lab, deployment, {...options, readyMs, emit})
    isKept = keep === 'always' || (keep === 'on-failure' && result.outcome === 'failed')
    return end({...result, kept: isKept ? deployment.name : null})
  } finally {
    if (!isKept) await deployment.stop()
  }

  function end(result: LabResult): LabResult {
    const whole = {...result, durationMs: Date.now() - startedAt}
    emit({kind: 'lab-ended', result: whole})
    return whole
  }
}

type Play = RunLabOptions & {readonly readyMs: number; readonly emit: (event: LabEvent) => void}

async function play(lab: Lab, deployment: Deployment, options: Play): Promise<LabResult> {
  const {server, emit, signal, readyMs, isThorough = false} = options
  const {plan} = deployment.record
  await using recorder = new Recorder(deployment, (entry) => emit({kind: 'entry', entry}))
  using clients = new LabClients(deployment, lab.clients)
  using observer = deployment.observer()
  emit({kind: 'deployment-ready', plan, tracker: recorder.tracker, readyMs})
  await using companion = new Companion(() => options.companion?.(deployment), signal)
  const stage = new Stage({
    lab,
    deployment,
    server,
    recorder,
    clients,
    observer,
    isThorough,
    signal: companion.signal,
    emit: (event) => {
      companion.take(event)
      emit(event)
    },
  })
  let steps: readonly StepResult[]
  try {
    steps = await companion.during(() => runSteps(lab.steps, stage, {depth: 0, round: 1}, options.beforeStep))
    for (const [name, load] of stage.loads) stage.reports.set(name, await load.stop())
    await companion.end()
  } finally {
    await Promise.allSettled([...stage.loads.values()].map((load) => load[Symbol.asyncDispose]()))
    for (const undo of stage.undo.toReversed()) await undo()
  }
  if (companion.cutAt !== undefined) {
    return {...blank(lab, options), ...summarise(stage), steps, reason: companion.cutAt, isCut: true}
  }
  const {scope, shown} = stage
  const expectations = judgeExpectations(lab.expect, scope, server)
  const claims = lab.claims
    .filter(({when}) => appliesTo(when, server))
    .map((claim) => judgeClaim(claim, {scope, shown, server}))
  for (const claim of claims) emit({kind: 'claim', claim})
  for (const expectation of expectations) emit({kind: 'expectation', expectation})
  const reason = findReason({steps, expectations, claims})
  const outcome: LabOutcome = reason === null ? 'passed' : 'failed'
  return {
    ...blank(lab, options),
    ...summarise(stage),
    passed: outcome === 'passed',
    outcome,
    reason,
    steps,
    expectations,
    claims,
  }
}

/** Why a lab failed, in a sentence; null when it did not. */
function findReason({
  steps,
  expectations,
  claims,
}: Pick<LabResult, 'steps' | 'expectations' | 'claims'>): string | null {
  const step = steps.find(({problem}) => problem !== undefined)
  if (step?.problem !== undefined) {
    return `step ${step.number} (line ${step.line}), ${step.text}: expected ${step.problem.expected}; seen: ${step.problem.seen}`
  }
  const expectation = expectations.find(({passed}) => !passed)
  if (expectation !== undefined) return `expected ${expectation.text}; measured: ${expectation.measured}`
  const claim = claims.find((one) => !isAsExpected(one))
  if (claim === undefined) return null
  return `the claim ${claim.id} is ${claim.verdict}${claim.expected === null ? '' : `, and was expected to be ${claim.expected}`}: ${claim.evidence}`
}

function blank({name, title, topic}: Lab, {server}: RunLabOptions): LabResult {
  return {
    lab: name,
    title,
    topic: topic ?? null,
    passed: false,
    outcome: 'failed',
    reason: null,
    durationMs: 0,
    server: {flavour: server.flavour, version: server.version, path: server.path},
    kept: null,
    steps: [],
    expectations: [],
    claims: [],
    measured: {},
    timeline: [],
  }
}

/** A name that no other run has, so that the same lab can run twice at a time. */
function nameOf({name}: Lab): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  return `lab-${plain.slice(0, 48)}-${randomBytes(3).toString('hex')}`
}

function toOptions(lab: Lab, {set, sentinelSet, acl, tls}: RunLabOptions): DeploymentOptions {
  const {options} = lab
  return {
    name: nameOf(lab),
    masterName: options['master-name'],
    quorum: options.quorum,
    downAfterMs: toMs(options['down-after']),
    failoverTimeoutMs: toMs(options['failover-timeout']),
    parallelSyncs: options['parallel-syncs'],
    timing: options.timing,
    password: options.password,
    sentinelPassword: options['sentinel-password'],
    // What the lab asks for it cannot do without.
    acl: options.acl ?? acl,
    tls: options.tls ?? tls,
    persist: options.persist,
    set: [...listSettings(options.set), ...listSettings(set)],
    sentinelSet: [...listSettings(options['sentinel-set']), ...listSettings(sentinelSet)],
    links: options.links,
    chain: options.chain,
    cluster: options.cluster,
  }
}

function toMs(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : parseDuration(duration)
}
