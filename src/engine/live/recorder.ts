import {appendFile, mkdir} from 'node:fs/promises'
import path from 'node:path'
import type {Access} from '../../core/config/access.ts'
import {filesOf} from '../../core/config/files.ts'
import {hasErrorCode, RedislabError} from '../../core/errors/errors.ts'
import {formatStamp} from '../../core/evidence/stamp.ts'
import {parseClusterNodes} from '../../core/redis/cluster-nodes.ts'
import {parseInfo, parseReplication, type ReplicationInfo} from '../../core/redis/info.ts'
import {nameAddress, type Plan, type PlannedInstance} from '../../core/topology/plan.ts'
import {Connection} from '../redis/connection.ts'
import {type Endpoint, endpointOf} from '../redis/endpoint.ts'
import {isReply} from '../redis/is-reply.ts'
import {connectionClosed, whyNoAnswer} from '../redis/why-no-answer.ts'
import {unwritable} from '../state/home.ts'
import {appendJournal, type JournalEntry} from '../state/journal.ts'
import {takeLock} from '../state/lock.ts'
import {onAbort} from '../time/on-abort.ts'
import {sleepUnlessAborted} from '../time/wait.ts'

/** How often servers are asked, and connections that were lost are tried again. Milliseconds. */
const everyMs = 1000

/** How long one that refuses is left alone: rights change when somebody changes them. Milliseconds. */
const refusedMs = 10_000

/** In place of the client that asked for a role: who that was is not known, and it may have been a sentinel. */
const seenInInfo = 'seen in INFO, name=*redacted*'

interface Recorded {
  /** The state folder. */
  readonly home: string
  /** Of the deployment. */
  readonly name: string
  /** Its run directory. */
  readonly directory: string
  readonly plan: Plan
  readonly access: Access
}

/** What was seen of a server the last time; null when it gave no answer. */
interface Seen {
  readonly replication: ReplicationInfo | undefined
  readonly clusterState: string | undefined
  /** Addresses of nodes that it takes for down. */
  readonly failing: ReadonlySet<string>
}

/**
 * Writes down what happens to a deployment that runs elsewhere, as its logs would tell it: what sentinels publish, word by word, and what
 * changes in INFO. Roles become the lines that servers log, marked `seen in INFO`; whether it answers, and its link, are notes
 * of the journal. Where another process writes it down already, this one waits, and takes over when that ends.
 */
export class Recorder implements AsyncDisposable {
  readonly #recorded: Recorded
  readonly #abort = new AbortController()
  readonly #ended = new AbortController()
  readonly #recording: Promise<void>

  constructor(recorded: Recorded) {
    this.#recorded = recorded
    this.#recording = this.#recordAll().catch((error: unknown) => this.#fail(error))
  }

  /** Aborted, with the error, when nothing can be written down any more. */
  get ended(): AbortSignal {
    return this.#ended.signal
  }

  /** Ends the recording. @throws what kept it from writing its last lines; what ended it earlier is in `ended` */
  async [Symbol.asyncDispose](): Promise<void> {
    const {aborted: isKnown} = this.ended
    this.#abort.abort()
    await this.#recording
    if (!isKnown) this.ended.throwIfAborted()
  }

  #fail(error: unknown): void {
    this.#ended.abort(error)
    this.#abort.abort()
  }

  async #recordAll(): Promise<void> {
    await using lock = await this.#waitForLock()
    if (lock === undefined) return
    await Promise.all(
      this.#recorded.plan.instances.map((instance) =>
        this.#record(instance).catch((error: unknown) => this.#fail(error)),
      ),
    )
  }

  /** Two that write would write everything twice. Undefined when this ends before it is its turn. */
  async #waitForLock(): Promise<AsyncDisposable | undefined> {
    const {home, name} = this.#recorded
    const {signal} = this.#abort
    while (!signal.aborted) {
      // No deployment is named so.
      const lock = await takeLock(home, `.${name}.recording`, {withinMs: 0}).catch(ignoreBusy)
      if (lock !== undefined) return lock
      await sleepUnlessAborted(everyMs, signal)
    }
    return undefined
  }

  async #record(instance: PlannedInstance): Promise<void> {
    const {access} = this.#recorded
    const endpoint = endpointOf(instance, access)
    await (instance.kind === 'sentinel' ? this.#listen(instance, endpoint) : this.#poll(instance, endpoint))
  }

  /** Sentinels publish what they log, each kind in a channel of its name (sentinel.c: sentinelEvent). */
  async #listen(instance: PlannedInstance, endpoint: Endpoint): Promise<void> {
    const {signal} = this.#abort
    let isSilent = false
    while (!signal.aborted) {
      try {
        let stop = () => {}
        const ended = new Promise<void>((resolve) => {
          stop = resolve
        })
        using _stopping = onAbort(signal, stop)
        // In the order in which they were heard, which is that of what happened.
        let written = Promise.resolve()
        using connection = await Connection.open(endpoint, {
          timeoutMs: 3000,
          onClose: stop,
          onMessage: (message) => {
            const line = eventIn(message)
            if (line === undefined) return
            const at = Date.now()
            written = written
              .then(() => this.#write(instance, 'X', line, at))
              .catch((error: unknown) => this.#fail(error))
          },
        })
        const isOpen = new AbortController()
        void ended.then(() => isOpen.abort())
        await this.#subscribe(instance, connection, isOpen.signal)
        if (isOpen.signal.aborted && !signal.aborted) throw new Error('Connection is closed.')
        if (isSilent)
          await this.#note({kind: 'probe-answers', instance: instance.name, message: 'answers again'})
        isSilent = false
        if (!signal.aborted) await ended
        await written
        if (!signal.aborted) throw new Error('Connection is closed.')
      } catch (error) {
        if (signal.aborted) return
        if (isOfDisk(error)) throw error
        if (!isSilent) await this.#noteSilence(instance, error)
        isSilent = true
      }
      await sleepUnlessAborted(everyMs, signal)
    }
  }

  /** One login is kept where it is refused: what it may not do it is not told faster by more of them. */
  async #subscribe({name}: PlannedInstance, connection: Connection, until: AbortSignal): Promise<void> {
    let isRefused = false
    while (!until.aborted) {
      try {
        await connection.call('PSUBSCRIBE', '*')
        if (isRefused)
          await this.#note({kind: 'probe-answers', instance: name, message: 'lets it listen now'})
        return
      } catch (error) {
        if (!isRefusal(error)) throw error
        if (!isRefused) await this.#noteRefusal(name, error)
        isRefused = true
      }
      await sleepUnlessAborted(refusedMs, until)
    }
  }

  async #poll(instance: PlannedInstance, endpoint: Endpoint): Promise<void> {
    const {signal} = this.#abort
    let connection: Connection | undefined
    let last: Seen | undefined
    let isSilent = false
    let wasClosed = false
    while (!signal.aborted) {
      try {
        connection ??= await Connection.open(endpoint, {timeoutMs: 3000})
        const seen = await look(connection, instance)
        if (isSilent)
          await this.#note({kind: 'probe-answers', instance: instance.name, message: 'answers again'})
        isSilent = false
        wasClosed = false
        if (last !== undefined) await this.#compare(instance, last, seen)
        last = seen
      } catch (error) {
        if (isRefusal(error) && !signal.aborted) {
          if (!isSilent) await this.#noteRefusal(instance.name, error)
          isSilent = true
          await sleepUnlessAborted(refusedMs, signal)
          continue
        }
        connection?.[Symbol.dispose]()
        connection = undefined
        if (signal.aborted) return
        if (isOfDisk(error)) throw error
        const why = whyNoAnswer(error)
        // A sentinel that gives an instance another role ends the connections of its clients: that says nothing of it.
        if (why === connectionClosed && !wasClosed) {
          wasClosed = true
          continue
        }
        if (!isSilent) await this.#noteSilence(instance, error)
        isSilent = true
      }
      await sleepUnlessAborted(everyMs, signal)
    }
    connection?.[Symbol.dispose]()
  }

  async #compare(instance: PlannedInstance, last: Seen, seen: Seen): Promise<void> {
    const {name} = instance
    const [before, now] = [last.replication, seen.replication]
    const isMaster = now?.role === 'master'
    const letter = isMaster ? 'M' : 'S'
    if (isMaster && before?.role === 'replica')
      await this.#write(instance, letter, `MASTER MODE enabled (user request from '${seenInInfo}')`)
    if (now?.role === 'replica' && now.replicaOf !== before?.replicaOf)
      await this.#write(
        instance,
        letter,
        `REPLICAOF ${now.replicaOf} enabled (user request from '${seenInInfo}')`,
      )
    else if (now?.role === 'replica' && now.linkUp !== before?.linkUp)
      await this.#note(
        now.linkUp === true
          ? {kind: 'probe-link-up', instance: name, message: 'its link to the master is up'}
          : {kind: 'probe-link-down', instance: name, message: 'its link to the master is down'},
      )
    if (seen.clusterState !== last.clusterState && seen.clusterState !== undefined)
      await this.#write(instance, letter, `Cluster state changed: ${seen.clusterState}`)
    for (const address of seen.failing)
      if (!last.failing.has(address)) {
        const node = nameAddress(this.#recorded.plan, address)
        await this.#note({kind: 'probe-pfail', instance: name, node, message: `takes ${node} for down`})
      }
  }

  async #noteRefusal(instance: string, error: unknown): Promise<void> {
    await this.#note({kind: 'probe-denied', instance, message: whyNoAnswer(error)})
  }

  async #noteSilence({name}: PlannedInstance, error: unknown): Promise<void> {
    await this.#note({
      kind: 'probe-silent',
      instance: name,
      message: `does not answer: ${whyNoAnswer(error)}`,
    })
  }

  async #note(entry: JournalEntry): Promise<void> {
    await appendJournal(this.#recorded.directory, new Date(), entry)
  }

  /** Times of a deployment that was opened are as its logs have them: without a zone, and those written here are of UTC. */
  async #write(
    instance: PlannedInstance,
    letter: 'X' | 'M' | 'S',
    message: string,
    at: number = Date.now(),
  ): Promise<void> {
    const {directory} = this.#recorded
    const folder = path.join(directory, instance.name)
    const line = `0:${letter} ${formatStamp(at)} ${letter === 'X' ? '#' : '*'} ${message.replace(/[\r\n]+/g, ' ')}\n`
    try {
      await mkdir(folder, {recursive: true, mode: 0o700})
      await appendFile(path.join(folder, filesOf(instance).log), line, {mode: 0o600})
    } catch (error) {
      throw unwritable(directory, error)
    }
  }
}

async function look(connection: Connection, {nodeId}: PlannedInstance): Promise<Seen> {
  const replication = parseReplication(String(await connection.call('INFO', 'replication')))
  if (nodeId === undefined) return {replication, clusterState: undefined, failing: new Set()}
  const info = parseInfo(String(await connection.call('CLUSTER', 'INFO')))
  const nodes = parseClusterNodes(String(await connection.call('CLUSTER', 'NODES')))
  const failing = nodes.filter(({flags}) => flags.includes('fail') || flags.includes('fail?'))
  return {
    replication,
    clusterState: info.get('cluster_state'),
    failing: new Set(failing.map(({address}) => address)),
  }
}

/** The line of a log that a message stands for; undefined for what is no event. */
function eventIn(message: unknown): string | undefined {
  const [kind, , channel, text] = Array.isArray(message) ? message.map(String) : []
  if (kind !== 'pmessage' || channel === undefined || !/^[+-][\w-]+$/.test(channel)) return undefined
  return `${channel} ${text}`.trimEnd()
}

/** What keeps lines from being written, as opposed to what an instance does. */
function isOfDisk(error: unknown): boolean {
  return error instanceof RedislabError
}

/** It is reached, and answers; only not to this user. */
function isRefusal(error: unknown): boolean {
  return isReply(error) && /^NOPERM\b/.test(error.message)
}

function ignoreBusy(error: unknown): undefined {
  if (hasErrorCode(error, 'DEPLOYMENT_BUSY')) return undefined
  throw error
}
