import type {AclUserFact, Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import {type Conf, findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** What a password is written as: a hash says nothing of whether a word is the same one. */
type Form = 'plain' | 'hash' | 'none'

interface Login {
  readonly name: string
  readonly conf: Conf
  readonly form: Form
  /** Any of them lets others in; empty where no password is asked for. */
  readonly passwords: readonly string[]
  readonly stated: Stated
}

/** Sentinels of one master ask for different passwords: they cannot ask each other. */
export const sentinelPasswordsDiffer: Rule = {
  id: 'sentinel-passwords-differ',
  needs: 'the confs of two sentinels of one master with requirepass, or ACL LIST of two of them',
  source:
    'redis.io, Sentinel: "all Sentinels must have the same password"; sentinel.c: sentinelSendAuthIfNeeded sends its own requirepass',
  isExaminable: (evidence) => findGroups(evidence).some((group) => group.length > 1),
  examine: (evidence) => {
    const said = new Set<Login>()
    return findGroups(evidence).flatMap((group) => {
      const findings = compare(group).filter(({odd}) => !odd.every((it) => said.has(it)))
      for (const {odd} of findings) for (const it of odd) said.add(it)
      return findings.map(({finding}) => finding)
    })
  },
}

interface Difference {
  readonly odd: readonly Login[]
  readonly finding: Diagnosis
}

function compare(group: readonly Login[]): readonly Difference[] {
  const open = group.filter(({form}) => form === 'none')
  const closed = group.filter(({form}) => form !== 'none')
  return [
    ...(open.length > 0 && closed.length > 0 ? [withoutOne(open, closed)] : []),
    ...(['plain', 'hash'] as const).flatMap((form) => compareForm(closed.filter((it) => it.form === form))),
  ]
}

function compareForm(logins: readonly Login[]): readonly Difference[] {
  const [most = [], ...others] = [
    ...groupBy(logins, ({passwords}) => passwords.toSorted().join(' ')).values(),
  ].toSorted((a, b) => b.length - a.length)
  const odd = others.flat().filter(({passwords}) => !passwords.some((it) => most[0]?.passwords.includes(it)))
  if (odd.length === 0) return []
  const title = `${joinNames(odd.map(({name}) => name))} ${odd.length === 1 ? 'asks' : 'ask'} for another password than ${joinNames(most.map(({name}) => name))}.`
  return [
    {
      odd,
      finding: {
        ...finding,
        title,
        why: `${logsIn} Whom it cannot log in to it counts as down: it gets no vote from there, and hears no opinion on the master.`,
        evidence: [...most.slice(0, 2), ...odd].map(({stated}) => stated),
      },
    },
  ]
}

function withoutOne(open: readonly Login[], closed: readonly Login[]): Difference {
  const title = `${joinNames(open.map(({name}) => name))} ${open.length === 1 ? 'asks' : 'ask'} for no password, and ${joinNames(closed.map(({name}) => name))} ${closed.length === 1 ? 'does' : 'do'}.`
  return {
    odd: open,
    finding: {
      ...finding,
      title,
      why: `${logsIn} One without a password lets the others in, and has none to give: it counts those that ask for one as down, gets no vote from them, and hears no opinion on the master.`,
      evidence: [...closed.slice(0, 2), ...open].map(({stated}) => stated),
    },
  }
}

const logsIn =
  'A sentinel logs in to the others with its own requirepass, or with sentinel-pass where that is set.'

const finding = {
  severity: 'cause',
  certainty: 'likely',
  fix: [
    'The same requirepass on every sentinel; where ACL users are used, sentinel sentinel-user NAME and sentinel sentinel-pass PASSWORD on every one. In a conf, then restart one after another.',
  ],
  collect: ['redis-cli -p 26379 SENTINEL SENTINELS NAME   on each: whom it counts as down or disconnected'],
} as const

/** The sentinels of each master: the same name, and nothing that shows two deployments. */
function findGroups(evidence: Case): readonly (readonly Login[])[] {
  const logins = findLogins(evidence)
  const names = new Set(logins.flatMap(({conf}) => mastersOf(conf).map(({words}) => words[0])))
  return [...names].flatMap((masterName) => {
    const groups: Login[][] = []
    for (const login of logins) {
      if (!mastersOf(login.conf).some(({words}) => words[0] === masterName)) continue
      const group = groups.find(([first]) => first !== undefined && isOneGroup(first, login, masterName))
      if (group === undefined) groups.push([login])
      else group.push(login)
    }
    return groups
  })
}

function mastersOf({directives}: Conf) {
  return directives.filter(({name}) => name === 'sentinel monitor')
}

/** Two addresses are two masters, but where the sentinels know each other or the same others. */
function isOneGroup(a: Login, b: Login, masterName: string | undefined): boolean {
  const [host, port] =
    mastersOf(a.conf)
      .findLast(({words}) => words[0] === masterName)
      ?.words.slice(1) ?? []
  const [other, itsPort] =
    mastersOf(b.conf)
      .findLast(({words}) => words[0] === masterName)
      ?.words.slice(1) ?? []
  if (host === other && port === itsPort) return true
  const known = membersOf(a, masterName)
  return membersOf(b, masterName).some((id) => known.includes(id))
}

/** The ids of a sentinel and of those that it knows. */
function membersOf({conf}: Login, masterName: string | undefined): readonly string[] {
  return conf.directives.flatMap(({name, words}) => {
    if (name === 'sentinel myid') return words.slice(0, 1)
    if (name === 'sentinel known-sentinel' && words[0] === masterName) return words.slice(3, 4)
    return []
  })
}

function findLogins(evidence: Case): readonly Login[] {
  const confs = findConfs(evidence).filter(({isSentinel}) => isSentinel)
  // With sentinel-pass what is sent is no more the own requirepass.
  const plain = confs.filter((conf) => lastOf(conf, 'sentinel sentinel-pass') === undefined)
  return plain.flatMap((conf): readonly Login[] => {
    const line = lastOf(conf, 'requirepass')
    if (line !== undefined) {
      const [password = ''] = line.words
      const form = password === '' ? 'none' : 'plain'
      return masks.test(password)
        ? []
        : [{name: conf.name, conf, form, passwords: password === '' ? [] : [password], stated: line}]
    }
    const user = evidence
      .facts('acl-user')
      .find(({name, stream}) => name === 'default' && instanceNameOf(stream) === conf.name)
    const asked = user === undefined ? undefined : passwordsOf(user)
    return user === undefined || asked === undefined ? [] : [{name: conf.name, conf, ...asked, stated: user}]
  })
}

/** Undefined of a user with which nobody logs in, and where the passwords cannot be told apart. */
function passwordsOf({rules}: AclUserFact): Pick<Login, 'form' | 'passwords'> | undefined {
  if (rules.includes('off')) return undefined
  if (rules.includes('nopass')) return {form: 'none', passwords: []}
  const given = rules.filter((it) => /^[#>]/.test(it))
  const words = given.map((it) => it.slice(1))
  if (given.length === 0 || words.some((it) => masks.test(it))) return undefined
  if (given.every((it) => it.startsWith('>'))) return {form: 'plain', passwords: words}
  return given.every((it) => it.startsWith('#')) ? {form: 'hash', passwords: words} : undefined
}

/** What people and redislab put in the place of a password, all the same for all. */
const masks = /^(?:…|\.{3}|\*+|x+|<.*>|\[?redacted\]?)$/i
