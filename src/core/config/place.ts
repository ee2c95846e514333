import {isIp} from '../topology/loopback.ts'
import {formatAddress, listenAddress, type Plan, type PlannedInstance} from '../topology/plan.ts'
import type {Access} from './access.ts'
import type {ConfLine} from './conf-line.ts'
import type {TlsFiles} from './files.ts'

/** Whose conf a line is, and what it may point to. */
export interface Place {
  readonly plan: Plan
  readonly instance: PlannedInstance
  /** The folder of the instance, absolute. */
  readonly directory: string
  /** The passwords by which redislab and the other instances speak to it and its like. */
  readonly access: Access
  /** The files for TLS of the deployment, where its servers speak it. */
  readonly tls?: TlsFiles | undefined
  /** The addresses that names of hosts resolve to on this machine. */
  readonly names: ReadonlyMap<string, readonly string[]>
  /** Other ports at which the same conf has it listen. */
  readonly morePorts: readonly string[]
}

/** Why a line cannot be: the rest of a sentence about it, and what to write instead. */
export interface Refusal {
  readonly problem: string
  readonly remedy: string
}

export type Rule = (
  line: Pick<ConfLine, 'name' | 'words' | 'file' | 'isForOneInstance'>,
  place: Place,
) => Refusal | undefined

/** The addresses that a word means: itself, or what it resolves to. */
export function addressesOf(word: string, {names}: Place): readonly string[] {
  return isIp(word) ? [word] : (names.get(word.toLowerCase()) ?? [])
}

/** Where an instance is reached, and where it listens: with links these are two. */
export function hostsOf(instance: PlannedInstance): readonly string[] {
  return [instance.host, listenAddress(instance).host]
}

/** The instance that others reach at a host and port. */
export function findAt(host: string, port: string, place: Place): PlannedInstance | undefined {
  const known = addressesOf(host, place).map((address) => formatAddress({host: address, port: Number(port)}))
  return place.plan.instances.find((instance) => known.includes(formatAddress(instance)))
}
