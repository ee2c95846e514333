import type {AnswerFact, Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {parseRefusal, refusalIn} from '../../redis/refusal.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface Refusal {
  readonly name: string
  readonly user: string | undefined
  /** As ACL rules name it: `config|get`. */
  readonly right: string
  readonly stated: Stated
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
      .flatMap(refusalOf)
      // A user that may read the periods may also set them: no right to ask for.
      .filter(({right}) => right !== 'sentinel|debug')
      .map((refusal) => ({...refusal, user: refusal.user ?? loginOf(evidence, refusal.stated.stream)}))
    // One that refuses INFO itself has no further replies.
    const whole = evidence.facts('asked').flatMap((fact): readonly Refusal[] => {
      const refusal = refusalIn(fact.problem ?? '')
      return refusal === undefined
        ? []
        : [{name: instanceNameOf(fact.stream), user: refusal.user, right: refusal.command, stated: fact}]
    })
    const byNode = groupBy([...whole, ...refusals], ({name}) => name)
    // Nodes that refuse the same are one finding.
    const alike = groupBy([...byNode.values()], (list) =>
      [list[0]?.user ?? '', ...new Set(list.map(({right}) => right))].join(' '),
    )
    return [...alike.values()].map((nodes) => describe(nodes))
  },
}

/** Before 7.0 the subcommand is not said: it is that of the command above. */
function refusalOf(stated: AnswerFact): readonly Refusal[] {
  const refusal = parseRefusal(stated.text)
  if (refusal === undefined) return []
  const {user, command} = refusal
  const [first = '', second = ''] = stated.command?.words.map((word) => word.toLowerCase()) ?? []
  const right = first === command && hasSubcommands.has(first) ? `${first}|${second}` : command
  return [{name: instanceNameOf(stated.stream), user, right, stated}]
}

/** By its own word: ACL WHOAMI is asked where something was refused. */
function loginOf(evidence: Case, stream: string): string | undefined {
  const answer = evidence
    .facts('answer')
    .find((it) => it.stream === stream && it.command?.words.join(' ').toUpperCase() === 'ACL WHOAMI')
  return /^"([^"]+)"$/.exec(answer?.text.trim() ?? '')?.[1]
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
