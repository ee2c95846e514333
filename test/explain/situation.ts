import {readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import type {Deployment} from '../../src/api/deployment/deployment.ts'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {type StartDeploymentOptions, startDeployment} from '../../src/api/start-deployment.ts'
import {filesOf} from '../../src/core/config/files.ts'
import type {Explanation} from '../../src/core/timeline/explain.ts'
import type {Failover} from '../../src/core/timeline/failover.ts'
import {formatAddress, type Plan} from '../../src/core/topology/plan.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {endpointOf} from '../../src/engine/redis/endpoint.ts'
import {explainLast} from '../../src/engine/timeline/explain-last.ts'
import {openTimeline} from '../../src/engine/timeline/open-timeline.ts'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

/** Something that happens to a deployment, with what must and what must not be said of it. */
export interface Situation {
  /** What happened, by the servers' own words. */
  readonly name: string
  readonly topology?: string
  readonly options?: StartDeploymentOptions
  readonly happens: (lab: Lab) => Promise<void>
  /** Each is found in the explanation. */
  readonly says: readonly RegExp[]
  /** None is. */
  readonly never?: readonly RegExp[]
  /** Of the failover that is explained last. */
  readonly phases?: (failover: Failover) => void
}

/** A deployment in the hands of a situation. */
export class Lab {
  readonly deployment: Deployment

  constructor(deployment: Deployment) {
    this.deployment = deployment
  }

  /** Sends a command past redislab: no journal knows of it. @throws what Redis replied */
  async send(name: string, ...words: readonly (string | number)[]): Promise<unknown> {
    const {record} = engineOf(this.deployment)
    const endpoint = endpointOf(this.#instanceOf(name), record)
    using connection = await Connection.open(endpoint, {timeoutMs: 5000})
    const [command = '', ...rest] = words.map((word) => this.#address(String(word), record.plan))
    return await connection.call(command, ...rest)
  }

  /** Of sentinels: the same to each. */
  async sendAll(names: readonly string[], ...words: readonly (string | number)[]): Promise<void> {
    for (const name of names) await this.send(name, ...words)
  }

  /** A signal past redislab. */
  async signal(name: string, signal: NodeJS.Signals): Promise<void> {
    const {instances} = await this.deployment.status()
    const pid = instances.find((instance) => instance.name === name)?.pid
    if (pid == null) throw new Error(`${name} does not run`)
    process.kill(pid, signal)
  }

  /** Waits until the log of an instance holds a line. */
  async logged(name: string, line: RegExp): Promise<void> {
    await eventually(() => this.log(name), {
      withinMs: 40_000,
      message: `${name} did not log ${line}`,
      until: (text) => line.test(text),
    })
  }

  log(name: string): string {
    return readFileSync(
      path.join(engineOf(this.deployment).directory, name, filesOf(this.#instanceOf(name)).log),
      'utf8',
    )
  }

  /** Waits until something asked of an instance is so. */
  async answers(name: string, words: readonly string[], reply: RegExp): Promise<void> {
    await eventually(() => this.send(name, ...words).catch(String), {
      withinMs: 40_000,
      message: `${name} did not answer ${reply} to ${words.join(' ')}`,
      until: (answer) => reply.test(JSON.stringify(answer)),
    })
  }

  /** Sentinels learn from INFO, once in 10 s; sooner by this, where the server knows the command. */
  async hurry(): Promise<void> {
    for (const {name} of this.deployment.sentinels.map((_, index) => ({name: `s${index + 1}`})))
      await this.send(name, 'SENTINEL', 'DEBUG', 'info-period', 300)
  }

  /** Waits until an instance does not run any more. */
  async ended(name: string): Promise<void> {
    await eventually(() => this.deployment.status(), {
      withinMs: 10_000,
      message: `${name} goes on`,
      until: ({instances}) => instances.find((instance) => instance.name === name)?.state !== 'running',
    })
  }

  /** Waits until every sentinel holds a priority of a replica. */
  async priorityHeard(replica: string, priority: number): Promise<void> {
    const port = this.#instanceOf(replica).port
    for (const [index] of this.deployment.sentinels.entries())
      await eventually(() => this.send(`s${index + 1}`, 'SENTINEL', 'REPLICAS', 'mymaster'), {
        withinMs: 20_000,
        message: `s${index + 1} did not hear of priority ${priority}`,
        until: (reply) =>
          (reply as string[][]).some((one) => {
            const field = (name: string) => one[one.indexOf(name) + 1]
            return field('port') === String(port) && field('slave-priority') === String(priority)
          }),
      })
  }

  /** `n2` in a command is its host and port. */
  #address(word: string, {instances}: Plan): string {
    const named = /^(port|host) of (\w+)$/.exec(word)
    if (named === null) return word
    const instance = instances.find(({name}) => name === named[2])
    return String(named[1] === 'port' ? instance?.port : instance?.host)
  }

  #instanceOf(name: string) {
    const found = engineOf(this.deployment).record.plan.instances.find((instance) => instance.name === name)
    if (found === undefined) throw new Error(`there is no ${name}`)
    return found
  }
}

/** How long a situation may take to come to what is said of it. */
const withinMs = 45_000

/** A test for each, several at a time. */
export function testSituations(situations: readonly Situation[]): void {
  for (const situation of situations)
    test.concurrent(situation.name, {timeout: 120_000}, async ({home, port, clusterPort}) => {
      const isCluster = situation.options?.cluster === true
      const deployment = await startDeployment(situation.topology ?? '1m2r3s', {
        downAfterMs: 1500,
        failoverTimeoutMs: 2000,
        ...situation.options,
        home,
        port: isCluster ? clusterPort : port,
        ...(isCluster ? {} : {sentinelPort: port + 10}),
      })
      await using lab = deployment
      await situation.happens(new Lab(lab))
      const {text, explanations} = await explained(lab, situation)
      for (const line of situation.says) expect(text).toMatch(line)
      for (const line of [...(situation.never ?? []), /undefined|NaN|Infinity|\[object/])
        expect(text).not.toMatch(line)
      const last = explanations.at(-1)
      if (last !== undefined) situation.phases?.(last.failover)
      checkOrder(explanations)
      await checkAgreement(lab)
    })
}

/** Looks until all is said that must be, or the time is over. */
async function explained(lab: Deployment, {says}: Situation) {
  const deadline = Date.now() + withinMs
  while (true) {
    const {explanations} = await explainLast(engineOf(lab))
    const text = textOf(explanations)
    if (says.every((line) => line.test(text)) || Date.now() > deadline) return {text, explanations}
    await delay(300)
  }
}

function textOf(explanations: readonly Explanation[]): string {
  return explanations.flatMap(({summary, reasons}) => [summary, ...reasons.map(({text}) => text)]).join('\n')
}

/** Causes come before effects. */
function checkOrder(explanations: readonly Explanation[]): void {
  for (const {failover} of explanations) {
    const {sdownMs, odownMs, electedMs, promotedMs} = failover.phases
    const order = [sdownMs, odownMs, electedMs, promotedMs].filter((ms) => ms !== null)
    expect(order, 'phases in order').toEqual(order.toSorted((a, b) => a - b))
    for (const {votes, electedMs: wonMs} of failover.details.attempts)
      for (const {ms} of votes) expect(ms).toBeLessThanOrEqual(wonMs ?? Number.POSITIVE_INFINITY)
  }
}

async function lastMeasured(lab: Deployment): Promise<Failover | undefined> {
  const {explanations} = await explainLast(engineOf(lab))
  return explanations.at(-1)?.failover
}

/** What explain and timeline say of agreement is one, and is what the sentinels that run say themselves. */
async function checkAgreement(lab: Deployment): Promise<void> {
  const {instances} = await lab.status()
  const last = await lastMeasured(lab)
  if (last === undefined) return
  const timeline = await openTimeline(engineOf(lab))
  for await (const _ of timeline.batches);
  // It goes on meanwhile: only where nothing was added are both of the same moment.
  if (JSON.stringify(await lastMeasured(lab)) !== JSON.stringify(last)) return await checkAgreement(lab)
  const same = timeline
    .failovers()
    .find(({at, masterName}) => at === last.at && masterName === last.masterName)
  expect(same?.phases).toEqual(last.phases)
  const newMaster = lab.instances.find(({name}) => name === last.newMaster)
  const isLast = timeline.failovers().at(-1)?.at === last.at
  if (last.phases.agreedMs === null || newMaster === undefined || !isLast || last.details.kind === 'cluster')
    return
  for (const {name, kind, state} of instances) {
    if (kind !== 'sentinel' || state !== 'running') continue
    const reply = await new Lab(lab).send(name, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', last.masterName)
    expect(reply, `${name} names the new master`).toEqual(formatAddress(newMaster).split(':'))
  }
}
