import type {Acl, Login} from '../config/access.ts'
import {aclUsers} from '../config/acl.ts'
import type {AclUserFact, DirectiveFact, Evidence} from '../evidence/facts.ts'
import type {Member} from './find-members.ts'
import type {Twin} from './twin.ts'

/** What chance and cryptography are to the core: they come from outside. */
export interface Chance {
  readonly makePassword: () => string
  /** SHA-256 as 64 hex digits, by which an ACL file says a password. */
  readonly hash: (password: string) => string
}

export interface ChosenTwinAccess {
  readonly access: Twin['access']
  /** The password that stands for one of the original: the same for the same. */
  readonly passwordFor: (original: string) => string
  readonly remarks: readonly string[]
}

/** Makes up the passwords of a twin, and gives its users the rights that they have in the original. */
export function chooseAccess(
  members: readonly Member[],
  evidence: readonly Evidence[],
  {makePassword, hash}: Chance,
): ChosenTwinAccess {
  const made = new Map<string, string>()
  const passwordFor = (original: string) => {
    const password = made.get(original) ?? makePassword()
    made.set(original, password)
    return password
  }
  const servers = members.filter(({kind}) => kind === 'redis')
  const sentinels = members.filter(({kind}) => kind === 'sentinel')
  const asked = wordsOf(servers, 'requirepass').filter((word) => word !== '')
  const password = asked.length === 0 ? undefined : passwordFor(mostFrequent(asked))
  const ofSentinels = wordsOf(sentinels, 'requirepass').filter((word) => word !== '')
  const sentinelPassword = ofSentinels.length === 0 ? undefined : passwordFor(mostFrequent(ofSentinels))
  const users = usersOf(servers, evidence)
  const acl = !users.some(isRestricted)
    ? undefined
    : aclOf(users, {servers, sentinels, password, makePassword, hash})
  const differ =
    new Set(asked).size > 1 ||
    (asked.length > 0 && asked.length < servers.filter(({conf}) => conf.length > 0).length)
  return {
    access: {
      ...(password === undefined ? {} : {password}),
      ...(sentinelPassword === undefined ? {} : {sentinelPassword}),
      ...(acl === undefined ? {} : {acl}),
    },
    passwordFor,
    remarks: differ
      ? [
          'The data instances of the original do not all ask for the same password; here they do, since redislab speaks to all of them.',
        ]
      : [],
  }
}

function wordsOf(members: readonly Member[], name: string): readonly string[] {
  return members.flatMap(({conf}) => conf.findLast((line) => line.name === name)?.words.slice(0, 1) ?? [])
}

function mostFrequent(words: readonly string[]): string {
  const count = (word: string) => words.filter((other) => other === word).length
  return words.toSorted((a, b) => count(b) - count(a))[0] ?? ''
}

interface User {
  readonly name: string
  readonly rules: readonly string[]
}

/** The users of data instances: of their `user` lines, and of the ACL files that their confs name. */
function usersOf(servers: readonly Member[], evidence: readonly Evidence[]): readonly User[] {
  const conf = servers.flatMap((server) => server.conf)
  const lines = conf.filter(({name}) => name === 'user').map(userOf)
  const files = new Set(
    conf.filter(({name}) => name === 'aclfile').map(({words}) => words[0]?.split('/').at(-1) ?? ''),
  )
  const facts = evidence
    .flatMap((it) => it.facts)
    .filter((fact): fact is AclUserFact => fact.kind === 'acl-user')
    .filter(({place}) => files.has(place.path.split(/[/!#]/).at(-1) ?? ''))
  const users = new Map<string, User>()
  for (const user of [...lines, ...facts]) if (!users.has(user.name)) users.set(user.name, user)
  return [...users.values()]
}

function userOf({words: [name = '', ...rules]}: DirectiveFact): User {
  return {name, rules}
}

/** A default user who may do everything is what `requirepass` says, too. */
function isRestricted({name, rules}: User): boolean {
  return name !== 'default' || !rules.some((rule) => rule === '+@all' || rule === 'allcommands')
}

interface AclContext extends Chance {
  readonly servers: readonly Member[]
  readonly sentinels: readonly Member[]
  readonly password: string | undefined
}

function aclOf(users: readonly User[], context: AclContext): Acl {
  const {servers, sentinels, password, makePassword, hash} = context
  const logins = new Map<string, Login>()
  const lines = users.map(({name, rules}) => {
    const isOpen = rules.includes('nopass')
    const own = name === 'default' && password !== undefined ? password : makePassword()
    logins.set(name, {user: name, password: own})
    const rights = rules.filter((rule) => !/^(?:[><#!]|resetpass$)/.test(rule))
    return `user ${name} ${[...rights, ...(isOpen ? [] : [`#${hash(own)}`])].join(' ')}\n`
  })
  const admin = {user: aclUsers.admin, password: makePassword()}
  lines.push(`user ${admin.user} on #${hash(admin.password)} ~* &* +@all\n`)
  if (!logins.has('default')) {
    if (password !== undefined) logins.set('default', {user: 'default', password})
    lines.push(
      password === undefined
        ? 'user default on nopass ~* &* +@all\n'
        : `user default on #${hash(password)} ~* &* +@all\n`,
    )
  }
  const login = (name: string | undefined): Login =>
    logins.get(name ?? 'default') ?? {user: name ?? 'default', password: password ?? makePassword()}
  const sentinelUser = sentinels.flatMap(({conf}) =>
    conf.filter((line) => line.name === 'sentinel auth-user').map(({words}) => words[1]),
  )[0]
  const replicaUser = [...wordsOf(servers, 'masteruser'), ...wordsOf(servers, 'primaryuser')][0]
  const client = clientOf(users, [sentinelUser, replicaUser])
  return {
    admin,
    sentinel: login(sentinelUser),
    replica: login(replicaUser),
    ...(client === undefined ? {} : {client: login(client)}),
    file: lines.join(''),
  }
}

/** The user by which applications come; undefined where the default user lets them in without a password. */
function clientOf(users: readonly User[], ours: readonly (string | undefined)[]): string | undefined {
  const open = users.find(({name}) => name === 'default')
  if (open?.rules.includes('nopass') && open.rules.includes('on')) return undefined
  return firstOf(users, ours) ?? (open?.rules.includes('on') ? 'default' : undefined)
}

function firstOf(users: readonly User[], ours: readonly (string | undefined)[]): string | undefined {
  return users.find(({name, rules}) => name !== 'default' && !ours.includes(name) && rules.includes('on'))
    ?.name
}
