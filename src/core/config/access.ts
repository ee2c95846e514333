/** By which a client logs in. */
export interface Login {
  readonly user: string
  readonly password: string
}

/** The users of the data instances: by whom what speaks to them is known there. */
export interface Acl {
  /** redislab itself, which may do everything. */
  readonly admin: Login
  /** Sentinels: `sentinel auth-user` and `auth-pass`. */
  readonly sentinel: Login
  /** Replicas at their masters: `masteruser` and `masterauth`. */
  readonly replica: Login
  /** Applications; undefined where the default user lets them in without a password. */
  readonly client?: Login
  /** The ACL file of every data instance: a user a line, with hashes in place of passwords. */
  readonly file: string
}

/** What a client needs to speak TLS with a deployment, as PEM. */
export interface Tls {
  /** The certificate of the CA that all servers have theirs from; empty: of one that this machine trusts. */
  readonly ca: string
  /** What it shows itself, where a server asks for a certificate; empty: nothing. */
  readonly certificate: string
  readonly key: string
}

/** How the instances of a deployment are spoken to: by which passwords and users, and whether by TLS. */
export interface Access {
  /** Whose password `password` is. @default the default user's */
  readonly user?: string | undefined
  /** Of the default user of the data instances. */
  readonly password?: string | undefined
  readonly sentinelUser?: string | undefined
  readonly sentinelPassword?: string | undefined
  readonly acl?: Acl | undefined
  readonly tls?: Tls | undefined
  /** redislab did not start it: it is only read. */
  readonly isForeign?: boolean | undefined
  /** By the address that others know, where it is reached from here, as behind NAT. */
  readonly reachedAt?: ReadonlyMap<string, {readonly host: string; readonly port: number}> | undefined
}

/** What somebody logs in with: without a user it is the default user, without a password nobody need. */
export interface Credentials {
  readonly user?: string | undefined
  readonly password?: string | undefined
}

/** By which redislab itself speaks to an instance: as a user who may do everything. */
export function adminOf(
  {kind}: {readonly kind: 'redis' | 'sentinel'},
  {user, password, sentinelUser, sentinelPassword, acl}: Access,
): Credentials {
  if (kind === 'sentinel') return withUser(sentinelUser, sentinelPassword)
  return acl === undefined ? withUser(user, password) : acl.admin
}

function withUser(user: string | undefined, password: string | undefined): Credentials {
  return user === undefined ? {password} : {user, password}
}

/** By which an application speaks to the data instances. */
export function clientOf({user, password, acl}: Access): Credentials {
  return acl === undefined ? withUser(user, password) : (acl.client ?? {})
}

/** The password of `requirepass`; undefined where there is none, also since an ACL file is in its place. */
export function passwordOf(
  {kind}: {readonly kind: 'redis' | 'sentinel'},
  {password, sentinelPassword, acl}: Access,
): string | undefined {
  if (kind === 'sentinel') return sentinelPassword
  return acl === undefined ? password : undefined
}

/** Every secret, to be hidden where a server repeats what stands in its conf. */
export function secretsOf({password, sentinelPassword, acl}: Access): readonly string[] {
  const logins = acl === undefined ? [] : [acl.admin, acl.sentinel, acl.replica, acl.client]
  return [password, sentinelPassword, ...logins.map((login) => login?.password)].filter(
    (secret) => secret !== undefined,
  )
}
