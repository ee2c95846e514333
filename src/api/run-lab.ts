import type {Lab} from '../core/lab/lab.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import type {LabResult} from '../core/lab/result.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'
import {checkHome, resolveHome} from '../engine/state/home.ts'
import {readLab} from '../runner/lab-files.ts'
import {runLab as run} from '../runner/run-lab.ts'

/** Options of `runLab`. */
export interface RunLabOptions {
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
  /** The server: a path, a flavour (`valkey`) or a version (`7.0`). @default the first supported server on the PATH */
  readonly server?: string | undefined
  /** More directives for redis.conf, `name=value`. They override those of the lab. @default none */
  readonly set?: readonly string[] | undefined
  /** More directives for sentinel.conf, in the same way. @default none */
  readonly sentinelSet?: readonly string[] | undefined
  /** Users of the data instances, as `startDeployment` takes them. @default what the lab says */
  readonly acl?: string | undefined
  /** All instances speak TLS. @default what the lab says */
  readonly tls?: boolean | undefined
  /** Uses the larger values of labs that define some. @default false */
  readonly isThorough?: boolean | undefined
  /** Keeps the deployment, with its logs, after the lab. @default 'never' */
  readonly keep?: 'never' | 'on-failure' | 'always' | undefined
  /** Called with each event of the lab, as it happens. */
  readonly onEvent?: ((event: LabEvent) => void) | undefined
  /** Aborts the lab, which then throws the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

export async function runLab(nameOrFile: string | Lab, options: RunLabOptions = {}): Promise<LabResult> {
  const {home, server, signal = new AbortController().signal, ...rest} = options
  const lab = typeof nameOrFile === 'string' ? await readLab(nameOrFile) : nameOrFile
  return run(lab, {
    ...rest,
    home: home === undefined ? resolveHome() : checkHome(home, 'home'),
    server: await chooseServer(server, {signal}),
    signal,
  })
}
