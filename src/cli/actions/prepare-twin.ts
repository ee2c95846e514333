import {checkInstances, parseDirective} from '../../core/config/directives.ts'
import {diagnose} from '../../core/diagnosis/diagnose.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import {topologyOf} from '../../core/twin/shape-plan.ts'
import {chooseServer} from '../../engine/servers/choose-server.ts'
import {gatherOriginal, type Original} from '../../engine/twin/gather-original.ts'
import {type DrawnTwin, drawOriginal, type TwinOptions} from '../../engine/twin/start-twin.ts'

export interface TwinWish {
  readonly home: string
  readonly name: string
  readonly timing: 'kept' | 'fast'
  readonly server?: string | undefined
  readonly links?: boolean | undefined
  readonly port?: number | undefined
  readonly 'sentinel-port'?: number | undefined
  readonly set?: readonly string[] | undefined
  readonly 'sentinel-set'?: readonly string[] | undefined
  readonly signal: AbortSignal
}

export interface PreparedTwin extends AsyncDisposable {
  readonly original: Original
  readonly drawn: DrawnTwin
  readonly options: TwinOptions
  /** What is wrong with the original. */
  readonly findings: readonly Finding[]
}

/**
 * Reads what a twin is made of, and draws it.
 *
 * @throws RedislabError what choosing a server, reading the original and drawing it throw
 */
export async function prepareTwin(sources: readonly string[], wish: TwinWish): Promise<PreparedTwin> {
  const {home, name, timing, links, port, signal} = wish
  const server = await chooseServer(wish.server, {signal})
  const set = (wish.set ?? []).map((text) => parseDirective(text, '--set'))
  const sentinelSet = (wish['sentinel-set'] ?? []).map((text) => parseDirective(text, '--sentinel-set'))
  const original = await gatherOriginal(sources, {home, signal})
  try {
    const options = {
      home,
      name,
      server,
      timing,
      links,
      port,
      sentinelPort: wish['sentinel-port'],
      set,
      sentinelSet,
    }
    const drawn = drawOriginal(original, options)
    const topology = topologyOf(drawn.twin)
    checkInstances(set, topology, '--set')
    checkInstances(sentinelSet, topology, '--sentinel-set')
    const {findings} = diagnose(original.evidence)
    return {original, drawn, options, findings, [Symbol.asyncDispose]: () => original[Symbol.asyncDispose]()}
  } catch (error) {
    await original[Symbol.asyncDispose]()
    throw error
  }
}
