import {closeSync, openSync} from 'node:fs'
import process from 'node:process'
import type {Lab} from '../../src/core/lab/lab.ts'
import {runServer} from '../../src/engine/host/run-server.ts'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {securityFlags} from '../support/security-under-test.ts'
import {wantedServer} from '../support/server-under-test.ts'

/** What a lab may require, as this machine and the server under test have it. */
export interface Here {
  readonly platform: string
  readonly isRoot: boolean
  readonly canSetHugePages: boolean
  readonly flavour: string
  readonly version: readonly number[]
  /** What every lab is run with. */
  readonly tls: boolean
  readonly acl: boolean
}

/** Asks the system and the server themselves, so that no mistake of redislab is repeated here. */
export async function lookHere(): Promise<Here> {
  const {stdout: said} = await runServer(await chooseServer(wantedServer), ['--version'])
  const [, named = '', digits = ''] = /(?:(\w+) )?server v=([\d.]+)/i.exec(said) ?? []
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    canSetHugePages: canWrite('/sys/kernel/mm/transparent_hugepage/enabled'),
    // Valkey 7.2 prints no name.
    flavour: named === '' ? 'valkey' : named.toLowerCase(),
    version: numbersOf(digits),
    tls: securityFlags.includes('--tls'),
    acl: securityFlags.includes('--acl'),
  }
}

/** Which requirements of a lab are not met: none when it must run. */
export function findLacking({requires}: Pick<Lab, 'requires'>, here: Here): readonly string[] {
  const {server, platform, root, 'huge-pages': hugePages} = requires
  const {'without-tls': withoutTls, 'without-acl': withoutAcl} = requires
  return [
    ...(server === undefined || hasServer(server, here) ? [] : [server]),
    ...(platform === undefined || platform === here.platform ? [] : [platform]),
    ...(root !== true || here.isRoot ? [] : ['root']),
    ...(withoutTls !== undefined && here.tls ? ['no TLS'] : []),
    ...(withoutAcl !== undefined && here.acl ? ['no users'] : []),
    ...(hugePages !== true || here.canSetHugePages ? [] : ['huge pages']),
  ]
}

/** `redis >= 7.0 or valkey`: the only forms in which labs require a server. */
function hasServer(wanted: string, {flavour, version}: Here): boolean {
  return wanted.split(' or ').some((one) => {
    const [, name, least] = /^(\w+)(?: >= ([\d.]+))?$/.exec(one) ?? []
    if (name === undefined) throw new Error(`A lab requires "${wanted}", which this test cannot read.`)
    return name === flavour && (least === undefined || isAtLeast(version, numbersOf(least)))
  })
}

function isAtLeast(version: readonly number[], least: readonly number[]): boolean {
  const index = least.findIndex((number, place) => (version[place] ?? 0) !== number)
  return index === -1 || (version[index] ?? 0) > (least[index] ?? 0)
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number)
}

function canWrite(file: string): boolean {
  try {
    closeSync(openSync(file, 'r+'))
    return true
  } catch {
    return false
  }
}
