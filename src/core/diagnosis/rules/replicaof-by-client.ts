import type {LogFact} from '../../evidence/facts.ts'
import {isPublicAddress} from '../../topology/public-address.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A client that is no sentinel had a server replicate from an address of the internet. */
export const replicaofByClient: Rule = {
  id: 'replicaof-by-client',
  needs: 'the log of a server that became a replica',
  source:
    'replication.c: replicaofCommand logs the client; redis.io, Security: servers are for trusted networks',
  isExaminable: (evidence) => evidence.logs.some(({lines}) => lines.some(isOrder)),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const orders = lines.filter(isOrder).flatMap((line) => {
        const {target, client, isSentinel} = readOrder(line)
        const isStrange = isPublicAddress(hostOf(target)) || isPublicAddress(hostOf(client))
        return isStrange && !isSentinel ? [{line, target, client}] : []
      })
      const [first] = orders
      if (first === undefined) return []
      const isByStranger = isPublicAddress(hostOf(first.client))
      const loaded = lines.filter(
        ({event}) => event?.kind === 'copy-unloadable' || event?.kind === 'receiving-rdb',
      )
      return [
        {
          severity: isByStranger ? 'cause' : 'risk',
          certainty: isByStranger ? 'certain' : 'possible',
          title: `${isByStranger ? `A client from the internet, ${hostOf(first.client)},` : 'A client'} had ${name} replicate from ${first.target}${isPublicAddress(hostOf(first.target)) ? ', a public address' : ''}.`,
          why: `No sentinel gave this order: those call themselves sentinel-… in this line. Unless it was you, somebody has taken the server over, as happens to servers that the internet reaches without a password: with REPLICAOF it gets whatever the other side sends, the code of a module among it, and drops all data of its own for it${loaded.length > 0 ? ', which it did here' : ''}.`,
          evidence: [...orders.map(({line}) => line), ...loaded],
          fix: [
            'If it was not you: take the port off the internet now (firewall, bind, no published port), and stop the server.',
            'Take the machine for broken into: look at CONFIG GET dir and dbfilename, MODULE LIST, crontabs and ~/.ssh/authorized_keys of its user. Restore the data from a backup.',
            'Then: requirepass or ACL users, protected-mode yes, and rename or deny REPLICAOF, CONFIG and MODULE for clients.',
          ],
          collect: [
            'redis-cli CLIENT LIST; redis-cli MODULE LIST; redis-cli CONFIG GET dir; redis-cli ACL LOG',
          ],
        },
      ]
    }),
}

function isOrder({message}: LogFact): boolean {
  return /^(?:REPLICAOF|SLAVE OF) \S+ enabled \(user request from '/.test(message)
}

function readOrder({message}: LogFact) {
  const [, target = ''] = /^(?:REPLICAOF|SLAVE OF) (\S+) enabled/.exec(message) ?? []
  const [, client = ''] = / addr=(\S+)/.exec(message) ?? []
  return {target, client, isSentinel: / name=sentinel-/.test(message)}
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '')
}
