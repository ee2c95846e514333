import {RedislabError} from '../../core/errors/errors.ts'
import {withoutLogin} from '../../core/text/without-login.ts'
import type {InstanceKind} from '../../core/words.ts'

const schemes = {
  'redis:': {kind: 'redis', tls: false, port: 6379},
  'rediss:': {kind: 'redis', tls: true, port: 6379},
  'sentinel:': {kind: 'sentinel', tls: false, port: 26379},
  'sentinels:': {kind: 'sentinel', tls: true, port: 26379},
} as const satisfies Record<string, {kind: InstanceKind; tls: boolean; port: number}>

/** An address that somebody typed. */
export interface LiveAddress {
  readonly kind: InstanceKind
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** What the URL holds, for this one call. */
  readonly user?: string | undefined
  readonly password?: string | undefined
}

/** Whether a source is the address of something that runs, and no file. */
export function isLiveAddress(source: string): boolean {
  return /^(?:rediss?|sentinels?):\/\//i.test(source)
}

/** @throws RedislabError OPTION_INVALID; the message does not repeat a password */
export function parseLiveAddress(source: string): LiveAddress {
  const url = URL.canParse(source) ? new URL(source) : null
  const scheme = Object.hasOwn(schemes, url?.protocol ?? '')
    ? schemes[url?.protocol as keyof typeof schemes]
    : undefined
  const words = url === null ? undefined : decodeAll([url.hostname, url.username, url.password])
  if (url === null || scheme === undefined || url.hostname === '' || words === undefined) {
    throw new RedislabError(
      'OPTION_INVALID',
      `${withoutLogin(source)} is not an address of a server or a sentinel.`,
      {
        suggestions: [
          'redis://HOST:PORT, rediss://HOST:PORT for TLS, sentinel://HOST:PORT, sentinels://HOST:PORT.',
          ...(source.includes('@') ? ['In a password write / as %2F, % as %25.'] : []),
        ],
      },
    )
  }
  const [hostname = '', user = '', password = ''] = words
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    kind: scheme.kind,
    tls: scheme.tls,
    host,
    port: url.port === '' ? scheme.port : Number(url.port),
    ...(user === '' ? {} : {user}),
    ...(password === '' ? {} : {password}),
  }
}

/** Undefined where a % stands for itself. */
function decodeAll(words: readonly string[]): readonly string[] | undefined {
  try {
    return words.map(decodeURIComponent)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

/** As it is kept: without the user and the password. */
export function formatLiveAddress({kind, host, port, tls}: LiveAddress): string {
  const scheme = kind === 'sentinel' ? 'sentinel' : 'redis'
  return `${scheme}${tls ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
