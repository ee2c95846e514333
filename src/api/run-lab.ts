import type {Lab} from '../core/lab/lab.ts'
import type {LabResult} from '../core/lab/result.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'
import {checkHome, resolveHome} from '../engine/state/home.ts'
import type {LabEvent} from '../runner/lab-event.ts'
import {readLab} from '../runner/lab-files.ts'
import {runLab as run} from '../runner/run-lab.ts'

export interface RunLabOptions {
  /** The state folder. @default `$REDISLAB_HOME`, else `$XDG_STATE_HOME/redislab`, else `~/.local/state/redislab` */
  readonly home?: string | undefined
  /** A path, a flavour (`valkey`) or a version (`7.0`). @default the first supported server on the PATH */
  readonly server?: string | undefined
  /** More directives for redis.conf, `name=value`: they count more than the lab's own. */
  readonly set?: readonly string[] | undefined
  /** The same for sentinel.conf. */
  readonly sentinelSet?: readonly string[] | undefined
  /** Uses the larger values of labs that define some. @default false */
  readonly isThorough?: boolean | undefined
  /** Keeps the deployment, with its logs, after the lab. @default 'never' */
  readonly keep?: 'never' | 'on-failure' | 'always' | undefined
  /** Called with what happens, as it happens. */
  readonly onEvent?: ((event: LabEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs a lab, and takes its deployment down again however it ends. An expectation that fails is no error: the result says
 * so.
 *
 * @param nameOrFile a lab that comes with redislab, by its name, or the file of one; or one that was read
 * @throws RedislabError LAB_NOT_FOUND, LAB_INVALID, and what starting a deployment throws
 */
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
