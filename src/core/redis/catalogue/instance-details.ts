import {formatAddress} from '../../topology/plan.ts'

/** Whom a sentinel event is about. For a master the last three repeat the first. */
export interface InstanceDetails {
  readonly subject: 'master' | 'replica' | 'sentinel'
  readonly name: string
  readonly ip: string
  readonly port: number
  readonly masterName: string
  readonly masterIp: string
  readonly masterPort: number
}

const subjects: Readonly<Record<string, InstanceDetails['subject']>> = {
  master: 'master',
  slave: 'replica',
  sentinel: 'sentinel',
}

/**
 * Reads `master NAME IP PORT`, or `slave|sentinel NAME IP PORT @ MASTERNAME MASTERIP MASTERPORT`.
 *
 * @returns the details, and how many characters they take
 */
export function readInstanceDetails(
  text: string,
): {readonly details: InstanceDetails; readonly length: number} | undefined {
  const [type, name, ip, port, at, masterName, masterIp, masterPort] = text.split(' ', 8)
  const subject = subjects[type ?? '']
  if (type === undefined || subject === undefined || name === undefined || ip === undefined || !isPort(port))
    return undefined
  const own = {subject, name, ip, port: Number(port)}
  const length = type.length + name.length + ip.length + port.length + 3
  if (at !== '@') return {details: {...own, masterName: name, masterIp: ip, masterPort: own.port}, length}
  if (masterName === undefined || masterIp === undefined || !isPort(masterPort)) return undefined
  return {
    details: {...own, masterName, masterIp, masterPort: Number(masterPort)},
    length: length + masterName.length + masterIp.length + masterPort.length + 5,
  }
}

function isPort(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,5}$/.test(text)
}

/** The subject of an event in a sentence: `master mymaster (127.0.0.1:6380)`, `replica 127.0.0.1:6381`. */
export function nameSubject({subject, name, ip, port}: InstanceDetails): string {
  const address = formatAddress({host: ip, port})
  return subject === 'master' ? `master ${name} (${address})` : `${subject} ${address}`
}
