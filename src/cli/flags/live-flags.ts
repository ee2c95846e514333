import path from 'node:path'
import process from 'node:process'
import {Flags} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import {partsOf} from '../../core/identity/claim.ts'
import {type KeptLive, type LiveLogin, readPem} from '../../engine/live/ask-deployment.ts'
import {isLiveAddress, parseLiveAddress} from '../../engine/live/live-address.ts'

/** How a deployment that runs elsewhere is reached. */
export const liveFlags = {
  map: Flags.string({
    multiple: true,
    summary: 'Where an address that the instances announce is reached from here, as behind NAT.',
    helpValue: '10.0.0.5:6379=127.0.0.1:16379',
  }),
  'tls-ca': Flags.string({
    summary: 'Speak TLS, and trust certificates of this CA. [default: REDIS_TLS_CA]',
    helpValue: 'FILE',
  }),
  'tls-cert': Flags.string({summary: 'Show this certificate. [default: REDIS_TLS_CERT]', helpValue: 'FILE'}),
  'tls-key': Flags.string({summary: 'The key of it. [default: REDIS_TLS_KEY]', helpValue: 'FILE'}),
}

export interface LiveFlags {
  readonly map?: readonly string[] | undefined
  readonly 'tls-ca'?: string | undefined
  readonly 'tls-cert'?: string | undefined
  readonly 'tls-key'?: string | undefined
}

/** Which of the sources are addresses, and how they are reached; undefined where all are files. */
export async function liveOptions(
  sources: readonly string[],
  flags: LiveFlags,
): Promise<{readonly files: readonly string[]; readonly live: KeptLive | undefined}> {
  const addresses = sources.filter(isLiveAddress)
  const files = sources.filter((source) => !isLiveAddress(source))
  if (addresses.length === 0) {
    refuseLiveFlags(flags)
    return {files, live: undefined}
  }
  const parsed = addresses.map(parseLiveAddress)
  const {REDIS_TLS_CA, REDIS_TLS_CERT, REDIS_TLS_KEY} = process.env
  const speaksTls = parsed.some(({tls}) => tls) || flags['tls-ca'] !== undefined
  const ca = flags['tls-ca'] ?? REDIS_TLS_CA
  const cert = flags['tls-cert'] ?? REDIS_TLS_CERT
  const key = flags['tls-key'] ?? REDIS_TLS_KEY
  if (parsed.some(({password}) => password !== undefined))
    process.stderr.write(
      'The password in the address is seen by all users of this machine while this runs. Better: REDIS_PASSWORD, REDIS_SENTINEL_PASSWORD.\n',
    )
  return {
    files,
    live: {
      addresses,
      map: (flags.map ?? []).map(parseMapping),
      ...(speaksTls
        ? {
            tls: {
              ca: await readPem(ca),
              ...(cert === undefined ? {} : {cert: path.resolve(cert)}),
              ...(key === undefined ? {} : {key: path.resolve(key)}),
            },
          }
        : {}),
    },
  }
}

/**
 * Where no address is given: a deployment that was opened by one is reached as it was then.
 *
 * @throws RedislabError OPTION_INVALID
 */
export function refuseLiveFlags(flags: LiveFlags): void {
  const given = Object.entries(flags).find(([name, value]) => name in liveFlags && value !== undefined)
  if (given === undefined) return
  throw new RedislabError('OPTION_INVALID', `--${given[0]} is for addresses, and none is given.`, {
    suggestions: ['Name one: sentinel://HOST:26379.'],
  })
}

/** @throws RedislabError OPTION_INVALID */
function parseMapping(text: string): {readonly announced: string; readonly reachable: string} {
  const [announced = '', reachable = '', ...rest] = text.split('=')
  if (rest.length > 0 || partsOf(announced) === undefined || partsOf(reachable) === undefined)
    throw new RedislabError('OPTION_INVALID', `--map ${text}: this is not ANNOUNCED=REACHABLE.`, {
      suggestions: ['Both are HOST:PORT, as in --map 10.0.0.5:6379=127.0.0.1:16379.'],
    })
  return {announced, reachable}
}

/** What is logged in with, by the names that `redislab env` prints. */
export function liveLogin(): LiveLogin {
  const {REDIS_USERNAME, REDIS_PASSWORD, REDIS_SENTINEL_USERNAME, REDIS_SENTINEL_PASSWORD} = process.env
  return {
    user: REDIS_USERNAME || undefined,
    password: REDIS_PASSWORD || undefined,
    sentinelUser: REDIS_SENTINEL_USERNAME || undefined,
    sentinelPassword: REDIS_SENTINEL_PASSWORD || undefined,
  }
}
