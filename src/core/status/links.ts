import {groupRules} from '../links/describe.ts'
import {clients} from '../links/link.ts'
import type {LinksStatus} from './status.ts'

/** What of the links keeps a deployment from being ready, a sentence each. Links that are only slow do not. */
export function unmetOfLinks({up, relay, rules}: LinksStatus): readonly string[] {
  if (!up) {
    return [
      relay.state === 'paused'
        ? `links are down: their relay (pid ${relay.pid}) is paused`
        : `links are down: their relay is ${relay.state}; redislab heal brings it back`,
    ]
  }
  const cut = rules.filter((rule) => rule.cut !== undefined && rule.from !== clients && rule.to !== clients)
  return groupRules(cut).map(
    ({from, to, bothWays, text}) => `${from.join(' ')} ${bothWays ? '↔' : '→'} ${to.join(' ')}: ${text}`,
  )
}
