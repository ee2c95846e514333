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
 * @returns the details, and the position in the text behind them
 */
export function readInstanceDetails(
  text: string,
  from: number,
): {readonly details: InstanceDetails; readonly end: number} | undefined {
  const [type, name, ip, port, at, masterName, masterIp, masterPort] = text.slice(from).split(' ', 8)
  const subject = subjects[type ?? '']
  if (subject === undefined || name === undefined || ip === undefined || !isPort(port)) return undefined
  const own = `${type} ${name} ${ip} ${port}`
  if (at !== '@') {
    const details = {subject, name, ip, port: Number(port)}
    return {
      details: {...details, masterName: name, masterIp: ip, masterPort: Number(port)},
      end: from + own.length,
    }
  }
  if (masterName === undefined || masterIp === undefined || !isPort(masterPort)) return undefined
  return {
    details: {subject, name, ip, port: Number(port), masterName, masterIp, masterPort: Number(masterPort)},
    end: from + `${own} @ ${masterName} ${masterIp} ${masterPort}`.length,
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
