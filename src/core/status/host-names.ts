import type {SentinelView} from '../redis/sentinel-reply.ts'
import {isIp} from '../topology/loopback.ts'
import type {Observation} from './observation.ts'

/**
 * What was found, with each address written another way: an instance may announce the name of its host
 * (`replica-announce-ip localhost`, `sentinel announce-hostnames yes`), and is known by its address here.
 */
export function mapAddresses(found: Observation, map: (address: string) => string): Observation {
  const {replication, monitored} = found
  const mapView = (view: SentinelView) => ({...view, address: map(view.address)})
  return {
    ...found,
    ...(replication === undefined
      ? {}
      : {
          replication: {
            ...replication,
            ...(replication.replicaOf === undefined ? {} : {replicaOf: map(replication.replicaOf)}),
            replicas: replication.replicas.map((one) => ({...one, address: map(one.address)})),
          },
        }),
    ...(monitored === undefined
      ? {}
      : {
          monitored: new Map(
            [...monitored].map(([name, master]) => [
              name,
              {
                ...master,
                view: mapView(master.view),
                told: map(master.told),
                replicas: master.replicas.map(mapView),
                sentinels: master.sentinels.map(mapView),
              },
            ]),
          ),
        }),
  }
}

/** The hosts in what was found that are names. */
export function hostNamesOf(found: Observation): readonly string[] {
  const names = new Set<string>()
  mapAddresses(found, (address) => {
    const host = hostOf(address)
    if (host !== '' && !isIp(host)) names.add(host)
    return address
  })
  return [...names]
}

/** The same address with the host that a name means. */
export function withHost(address: string, hosts: ReadonlyMap<string, string>): string {
  const host = hostOf(address)
  const meant = hosts.get(host)
  return meant === undefined
    ? address
    : `${meant.includes(':') ? `[${meant}]` : meant}${address.slice(host.length)}`
}

/** Without the port; of an IPv6 address in brackets, without these. */
function hostOf(address: string): string {
  return address.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
}
