import type {ServerVersion} from '../redis/server-version.ts'
import type {ServerReply} from './server-replies.ts'

/** The lines of INFO that say a version. */
export const versionFields = ['redis_version', 'valkey_version'] as const

/** The version that a server says in INFO. Valkey says another one besides, for clients that look for Redis. */
export function versionOf(server: ServerReply | undefined): ServerVersion | undefined {
  const valkey = server?.info.fields.get('valkey_version')
  if (valkey !== undefined) return {flavour: 'valkey', version: valkey}
  const redis = server?.info.fields.get('redis_version')
  return redis === undefined ? undefined : {flavour: 'redis', version: redis}
}

/** Without its patch: patches change no format and no command. `7.0` */
export function withoutPatch({version}: ServerVersion): string {
  return version.split('.').slice(0, 2).join('.')
}
