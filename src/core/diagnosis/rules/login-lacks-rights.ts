import type {AnswerFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface Refusal {
  readonly name: string
  readonly user: string | undefined
  /** As ACL rules name it: `config|get`. */
  readonly right: string
  readonly stated: AnswerFact
}

/** The user that a deployment is asked by may not ask all that a diagnosis needs. */
export const loginLacksRights: Rule = {
  id: 'login-lacks-rights',
  needs: 'a deployment that was asked by its address',
  source: 'redis.io, ACL: NOPERM; acl.c: ACLCheckAllUserCommandPerm',
  isExaminable: (evidence) => evidence.has('asked'),
  examine(evidence) {
    const asked = new Set(evidence.facts('asked').map(({stream}) => stream))
    const refusals = evidence
      .facts('answer')
      .filter(({stream, text}) => asked.has(stream) && /^\s*\(error\) NOPERM /.test(text))
      .flatMap(refusalIn)
    const whole = evidence
      .facts('asked')
      .flatMap(({problem, stream, ...stated}) =>
        problem !== undefined && /^NOPERM /.test(problem)
          ? refusalIn({...stated, kind: 'answer', stream, text: problem, command: undefined})
          : [],
      )
    const byNode = groupBy([...whole, ...refusals], ({name}) => name)
    // Nodes that refuse the same are one finding.
    const alike = groupBy([...byNode.values()], (list) =>
      [list[0]?.user ?? '', ...new Set(list.map(({right}) => right))].join(' '),
    )
    return [...alike.values()].map((nodes) => describe(nodes))
  },
}

/** `NOPERM User reader has no permissions to run the 'config|get' command`; before 7.0 `this user`, and no subcommand. */
function refusalIn(stated: AnswerFact): readonly Refusal[] {
  const match = /(?:User (\S+)|this user) has no permissions to run the '([^']+)' command/i.exec(stated.text)
  if (match === null) return []
  const [, user, command = ''] = match
  const [first = '', second = ''] = stated.command?.words.map((word) => word.toLowerCase()) ?? []
  const right =
    command.includes('|') || first !== command || !hasSubcommands.has(first) ? command : `${first}|${second}`
  return [{name: instanceNameOf(stated.stream), user, right, stated}]
}

const hasSubcommands = new Set(['config', 'acl', 'client', 'cluster', 'latency', 'slowlog', 'sentinel'])

function describe(nodes: readonly (readonly Refusal[])[]): Diagnosis {
  const names = nodes.map(([first]) => first?.name ?? '')
  const [list = []] = nodes
  const rights = [...new Set(list.map(({right}) => right))]
  const user = list[0]?.user
  return {
    severity: 'note',
    certainty: 'certain',
    title: `${user === undefined ? 'The user' : `The user ${user}`} may not run ${joinNames(rights.map((it) => it.replace('|', ' ').toUpperCase()))} on ${joinNames(names)}.`,
    why: 'So what these commands would show was not looked at: rules that need it are listed as not examined, or saw only a part. It is no fault of the deployment.',
    evidence: nodes.flat().map(({stated}) => stated),
    fix: [
      `On each of ${joinNames(names)}: redis-cli ACL SETUSER ${user ?? 'NAME'} ${rights.map((it) => `+${it}`).join(' ')}, then ACL SAVE or CONFIG REWRITE. All of them only read.`,
    ],
  }
}
