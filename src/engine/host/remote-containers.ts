import {hasErrorCode} from '../../core/errors/errors.ts'
import {labels} from './container-arguments.ts'
import {askEngine, type EngineAt} from './container-engine.ts'

/** A container as its engine sees it. */
export interface ContainerFacts {
  readonly id: string
  /** In its host's numbering; 0 when it does not run. */
  readonly pid: number
  readonly startedAt: string
  readonly isRunning: boolean
  readonly isPaused: boolean
  /** The folder of its program, there and here. */
  readonly directory: string
  /** The first word of the command that it was started with. */
  readonly program: string
}

/** A host that is cut off shall not hold up what is known of the others. */
const answerWithinMs = 5000

const format = [
  '{{.Id}}',
  '{{.State.Pid}}',
  '{{.State.StartedAt}}',
  '{{.State.Running}}',
  '{{.State.Paused}}',
  `{{index .Config.Labels "${labels.directory}"}}/{{index .Config.Labels "${labels.instance}"}}`,
  // Before it come -c, the script and sh.
  '{{index .Args 3}}',
].join('\t')

interface Request {
  readonly ids: Set<string>
  readonly found: Promise<ReadonlyMap<string, ContainerFacts> | undefined>
}

/** What is about to be asked, by context: looks at the same host that come together are one command. */
const gathering = new Map<string, Request>()

/**
 * What an engine knows of a container.
 *
 * @returns undefined when there is none; `unreachable` when the engine does not answer
 */
export async function inspectContainer(
  context: string,
  id: string,
): Promise<ContainerFacts | undefined | 'unreachable'> {
  let request = gathering.get(context)
  if (request === undefined) {
    const ids = new Set<string>()
    const found = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      gathering.delete(context)
      return inspectIfItAnswers({engine: 'docker', context}, [...ids])
    })
    request = {ids, found}
    gathering.set(context, request)
  }
  request.ids.add(id)
  const found = await request.found
  return found === undefined ? 'unreachable' : found.get(id)
}

async function inspectIfItAnswers(
  engine: EngineAt,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ContainerFacts> | undefined> {
  try {
    const args = ['inspect', '--type', 'container', '--format', format, ...ids]
    // It fails when one of them is gone, and tells of the others all the same.
    const {stdout} = await askEngine(engine, args, {timeoutMs: answerWithinMs})
    const all = stdout.split('\n').filter(Boolean).map(readFacts)
    return new Map(all.map((facts) => [facts.id, facts]))
  } catch (error) {
    if (hasErrorCode(error, 'CONTAINERS_UNAVAILABLE')) return undefined
    throw error
  }
}

function readFacts(line: string): ContainerFacts {
  const [id = '', pid, startedAt = '', running, paused, directory = '', program = ''] = line.split('\t')
  return {
    id,
    pid: Number(pid),
    startedAt,
    isRunning: running === 'true',
    isPaused: paused === 'true',
    directory,
    program,
  }
}
