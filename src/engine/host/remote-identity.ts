import type {ProcessIdentity} from '../../core/words.ts'

/** A container on another host, as the engine there knows it. */
export interface RemoteIdentity {
  /** The context by which docker knows the engine. */
  readonly context: string
  /** The id of the container. */
  readonly container: string
  /** When the engine started it: a container can be started again, and is another process then. */
  readonly startedAt: string
}

const prefix = 'container:'

/** What stands in the record for when and where it started; {@link parseRemote} reads it. */
export function formatRemote({context, container, startedAt}: RemoteIdentity): string {
  return `${prefix}${context}/${container}/${startedAt}`
}

/** @returns undefined for a process of this machine */
export function parseRemote({startedAt: text}: ProcessIdentity): RemoteIdentity | undefined {
  if (!text.startsWith(prefix)) return undefined
  const [context = '', container = '', startedAt = ''] = text.slice(prefix.length).split('/')
  return {context, container, startedAt}
}
