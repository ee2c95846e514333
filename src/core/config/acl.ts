import {RedislabError} from '../errors/errors.ts'
import {featuresOf, type ServerVersion} from '../redis/server-version.ts'
import type {Acl, Login} from './access.ts'

/** The users that deployments need, under the names that the documentation of Redis gives them. */
export const aclUsers = {
  admin: 'redislab',
  sentinel: 'sentinel-user',
  replica: 'replica-user',
  client: 'client',
} as const

export interface AclRequest {
  /** The ACL file that somebody brings; undefined for redislab's own users only. */
  readonly given?: {readonly path: string; readonly text: string} | undefined
  /** Of the default user, as `--password` says it. */
  readonly password?: string | undefined
  readonly server: ServerVersion
  readonly cluster: boolean
  /** Makes a password up. */
  readonly makePassword: () => string
  /** SHA-256 as 64 hex digits, by which an ACL file says a password. */
  readonly hash: (password: string) => string
}

/**
 * The users of a deployment: those that were brought, redislab itself, and those of sentinels, replicas and applications
 * where the file does not have them. A user whose password is not known gets one more: a user may have several, and its
 * rights stay what they are.
 *
 * @throws RedislabError OPTION_INVALID for a file that is none
 */
export function makeAcl(request: AclRequest): Acl {
  const {password, server, cluster, makePassword, hash} = request
  const brought = readAclFile(request)
  const lines = new Map(brought.map(({name, rules}) => [name, hashPasswords(rules, hash)]))
  const give = (name: string, rules: string): Login => {
    const known = passwordIn(brought.find((user) => user.name === name)?.rules)
    if (known !== undefined) return {user: name, password: known}
    const made = makePassword()
    lines.set(name, [...(lines.get(name) ?? rules.split(' ')), `#${hash(made)}`])
    return {user: name, password: made}
  }
  const admin = give(aclUsers.admin, 'on ~* &* +@all')
  const sentinel = give(aclUsers.sentinel, `on ${sentinelRights(server)}`)
  const replica = give(aclUsers.replica, `on ${replicaRights(server, cluster)}`)
  const client =
    password === undefined ? chooseClient(brought, give) : ({user: 'default', password} satisfies Login)
  if (password !== undefined) lines.set('default', ['on', `#${hash(password)}`, '~*', '&*', '+@all'])
  // Without a line of its own it would be let in without a password.
  else if (!lines.has('default')) lines.set('default', ['off'])
  const file = [...lines].map(([name, rules]) => `user ${name} ${rules.join(' ')}\n`).join('')
  return {admin, sentinel, replica, ...(client === undefined ? {} : {client}), file}
}

/** The user by which applications come: the first one that may log in, or one that can do what applications do. */
function chooseClient(
  brought: readonly User[],
  give: (name: string, rules: string) => Login,
): Login | undefined {
  const ours: readonly string[] = [aclUsers.sentinel, aclUsers.replica]
  const applications = brought.filter(({name, rules}) => !ours.includes(name) && isOn(rules))
  const open = applications.find(({name, rules}) => name === 'default' && rules.includes('nopass'))
  if (open !== undefined) return undefined
  const [first] = [
    ...applications.filter(({rules}) => passwordIn(rules) !== undefined),
    ...applications.filter(({name}) => name !== 'default'),
    ...applications,
  ]
  // Clients ask INFO and ROLE, to see whether they are at a master.
  return give(first?.name ?? aclUsers.client, 'on ~* &* +@all -@admin -@dangerous +info +role')
}

/**
 * What sentinels run on data instances. Redis: redis.io, "ACL rules for Sentinel and Replicas". Valkey from 9.0 on:
 * valkey.io, Sentinel, "Access Control List authentication": more of CLIENT, and FAILOVER.
 */
export function sentinelRights(server: ServerVersion): string {
  return featuresOf(server).coordinatedFailover
    ? '+subscribe +publish +failover +script|kill +ping +info +multi +slaveof +config +client +exec &__sentinel__:hello'
    : 'allchannels +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill'
}

/** What replicas run on their masters; in a cluster of Valkey from 9.0 on also what slots that move need (valkey.io, ACL). */
export function replicaRights(server: ServerVersion, cluster: boolean): string {
  return cluster && featuresOf(server).coordinatedFailover
    ? '+@write ~* -@dangerous +ping +select +psync +replconf +cluster|syncslots -flushall -flushdb -restore -restore-asking'
    : '+psync +replconf +ping'
}

interface User {
  readonly name: string
  readonly rules: readonly string[]
}

/** Lines `user NAME RULE …`, as Redis reads them: words between single spaces, and no quotes (acl.c: ACLLoadFromFile). */
function readAclFile({given, password}: AclRequest): readonly User[] {
  if (given === undefined) return []
  const users: User[] = []
  const fail = (line: number, problem: string, suggestion: string): never => {
    // What stands there is not repeated: it may hold a password.
    throw new RedislabError('OPTION_INVALID', `--acl ${given.path}, line ${line}: ${problem}.`, {
      suggestions: [suggestion],
    })
  }
  for (const [index, text] of given.text.split('\n').entries()) {
    const [word = '', name, ...rules] = text.trim().split(/\s+/)
    if (word === '' || word.startsWith('#')) continue
    if (word.toLowerCase() !== 'user' || name === undefined || /[\x00-\x1f\x7f]/.test(text.trim()))
      fail(index + 1, 'it is not a user', 'Each line is: user NAME RULE … (user app on >secret ~* +@all)')
    else if (name === aclUsers.admin)
      fail(index + 1, `the user ${name} is redislab's own`, 'Give that user another name.')
    else if (name === 'default' && password !== undefined)
      fail(
        index + 1,
        'the file has a default user, and --password sets its password',
        'Leave one of the two out.',
      )
    else if (users.some((user) => user.name === name))
      fail(index + 1, `the user ${name} stands there twice`, 'Put all rules of a user on one line.')
    else users.push({name, rules})
  }
  return users
}

/** The first user of an ACL file whom Redis lets in without a password; undefined where everybody needs one. */
export function findOpenUser(file: string): string | undefined {
  const users = file.split('\n').map((line) => line.split(' '))
  const open = users.find(([, , ...rules]) => isOn(rules) && isWithoutPassword(rules))
  return open?.[1]
}

/** A password that comes behind `nopass` takes it back (acl.c: ACLSetUser). */
function isWithoutPassword(rules: readonly string[]): boolean {
  return rules.findLast((rule) => /^(nopass|resetpass|reset|[>#].*)$/i.test(rule))?.toLowerCase() === 'nopass'
}

function isOn(rules: readonly string[]): boolean {
  return rules.findLast((rule) => /^(on|off|reset)$/i.test(rule))?.toLowerCase() === 'on'
}

/** The last password that stands there in clear text and is not taken back. */
function passwordIn(rules: readonly string[] = []): string | undefined {
  const from = rules.findLastIndex((rule) => /^(reset|resetpass|nopass)$/i.test(rule)) + 1
  const password = rules
    .slice(from)
    .findLast((rule) => rule.startsWith('>'))
    ?.slice(1)
  return password === undefined || rules.includes(`<${password}`) ? undefined : password
}

/** Passwords as their hashes: `>text` as `#hash`, and `<text`, which takes one back, as `!hash`. */
function hashPasswords(rules: readonly string[], hash: AclRequest['hash']): readonly string[] {
  return rules.map((rule) => {
    if (rule.startsWith('>')) return `#${hash(rule.slice(1))}`
    return rule.startsWith('<') ? `!${hash(rule.slice(1))}` : rule
  })
}
