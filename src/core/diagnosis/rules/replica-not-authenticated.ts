import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

const refusals = ['replconf-needs-auth', 'replconf-not-understood', 'psync-refused', 'master-aborted-sync']

/** A replica is refused by its master, since it sends no password: it has no masterauth. */
export const replicaNotAuthenticated: Rule = {
  id: 'replica-not-authenticated',
  needs: 'the log of a replica that connects to its master',
  source:
    'replication.c: syncWithMaster sends AUTH only with masterauth; redis.io, Replication: "Setting a replica to authenticate to a master"',
  lab: 'reconnect-noauth-storm',
  isExaminable: (evidence) => evidence.hasEvents('connecting-to-master', ...refusals),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const refused = lines.filter(
        ({event, message}) => refusals.includes(event?.kind ?? '') && /NOAUTH/.test(message),
      )
      if (refused.length === 0) return []
      const harmless = refused.filter(({message}) => message.startsWith('(Non critical)'))
      const before = wasMaster(evidence, name)
      const services = withoutMasterPassword(evidence, name)
      const demoted =
        before === undefined
          ? ''
          : ` It was a master before (${before.place.path}:${before.place.line}): as long as it was, it needed none.`
      const compose =
        services.length === 0
          ? ''
          : ` In the compose file ${joinNames(services.map((service) => service.name ?? 'a service'))} lacks REDIS_MASTER_PASSWORD, which the image makes masterauth of.`
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} has no masterauth: its master asks for a password, and none was sent.`,
          why:
            `The master answers NOAUTH, which is its answer to a connection that has sent no password at all; a wrong one gets WRONGPASS.${demoted}${compose} ` +
            'Roles change with every failover, so every node needs masterauth, also the one that is master at first.' +
            userFor(evidence) +
            (harmless.length === 0
              ? ''
              : ' The "(Non critical) … does not understand REPLCONF" lines are the same refusal, no sign of an old version.'),
          evidence: [...(before === undefined ? [] : [before]), ...refused, ...services],
          fix: [
            'On every node, masters too: redis-cli CONFIG SET masterauth PASSWORD, then CONFIG REWRITE (and masteruser where ACL users are used)',
            'Give all nodes of one group the same password, in their confs or the environment of the image.',
          ],
          collect: [`redis-cli -h ${name} CONFIG GET masterauth   (on each node)`],
        },
      ]
    }),
}

/** The last line that it wrote as a master, or one that made it a replica. */
function wasMaster(evidence: Case, name: string): LogFact | undefined {
  return evidence.logs.find((log) => log.name === name)?.lines.findLast(({letter}) => letter === 'M')
}

function withoutMasterPassword(evidence: Case, name: string) {
  const services = evidence
    .facts('service')
    .filter(({image = ''}) => /redis|valkey/.test(image) && !/sentinel/.test(image))
  const has = services.some(
    ({environment}) => environment.has('REDIS_MASTER_PASSWORD') || environment.has('VALKEY_PRIMARY_PASSWORD'),
  )
  if (!has) return []
  const lacking = services.filter(
    ({environment}) =>
      !environment.has('REDIS_MASTER_PASSWORD') && !environment.has('VALKEY_PRIMARY_PASSWORD'),
  )
  const own = lacking.filter(
    (service) => service.name !== undefined && name.replace(/[-_]\d+$/, '').endsWith(service.name),
  )
  return own.length > 0 ? own : lacking
}

/** Whom masteruser has to name, where an ACL here lets nobody in by a password alone. */
function userFor(evidence: Case): string {
  const users = evidence.facts('acl-user')
  if (!users.some(({name, rules}) => name === 'default' && rules.includes('off'))) return ''
  const able = users.filter(({rules}) => rules.some((rule) => /^\+(?:psync|@all)$|^allcommands$/.test(rule)))
  return ` An ACL here has the default user off, so a password alone is not enough: masteruser has to name a user${able.length === 0 ? '' : ` (${joinNames(able.map(({name}) => name))} may run PSYNC)`}.`
}
