import {textOf} from '../text/text-of.ts'
import {maskSecrets} from './secrets.ts'

/** What replies hold of passwords is replaced by stand-ins; keys, values and names that clients chose are left out. */
export function maskReply(
  words: readonly string[],
  reply: unknown,
  standIn: (secret: string) => string,
): unknown {
  const command = words.slice(0, 2).join(' ').toUpperCase()
  if (command === 'CONFIG GET' || command === 'SENTINEL CONFIG') return maskSettings(reply, standIn)
  if (command === 'ACL LIST') return mapTexts(reply, (line) => maskSecrets(line, standIn))
  if (command === 'ACL LOG') return asList(reply).map(maskDenial)
  if (command === 'SLOWLOG GET') return asList(reply).map(maskSlow)
  if (command === 'CLIENT LIST') return maskClients(textOf(reply))
  return reply
}

const secretSettings = /^(?:requirepass|masterauth|primaryauth|sentinel-pass|tls-(?:client-)?key-file-pass)$/

/** Names and values in turn. An empty value is no setting, but of `save`, where it says that nothing is saved. */
function maskSettings(reply: unknown, standIn: (secret: string) => string): unknown {
  const flat = asList(reply).map(textOf)
  // A server tells them in an order of its own.
  const settings = flat
    .flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return settings.flatMap(([name, value]) => {
    if (value === '' && name !== 'save') return []
    return [name, secretSettings.test(name) ? standIn(value) : value]
  })
}

/** Who was denied what: the key or the channel is the application's own. */
function maskDenial(entry: unknown): unknown {
  const flat = asList(entry)
  const reason = flat[flat.indexOf('reason') + 1]
  return flat.map((value, index) => {
    const name = index % 2 === 1 ? flat[index - 1] : undefined
    if (name === 'object' && reason !== 'command') return leftOut
    return name === 'client-info' ? maskClient(textOf(value)) : value
  })
}

/** Number, time, microseconds, arguments, address, name: of the arguments the command alone. */
function maskSlow(entry: unknown): unknown {
  const [id, at, micros, given, address, name] = asList(entry)
  const words = asList(given)
  const others = words.length - 1
  const command = textOf(words[0]).replace(/[^\w.-]/g, '')
  return [
    id,
    at,
    micros,
    [command, ...(others > 0 ? [`(${others} left out)`] : [])],
    address,
    nameOf(textOf(name)),
  ]
}

/** A list of more clients says no more than one of so many. */
const maxClients = 300

function maskClients(text: string): string {
  const lines = text.trimEnd().split('\n')
  // Replicas, sentinels and subscribers first: they are few, and say how the deployment is.
  const isTelling = (line: string) => /\bname=sentinel-|\bflags=\w*[SMP]|\bsub=[1-9]/.test(line)
  const kept = [...lines.filter(isTelling), ...lines.filter((line) => !isTelling(line))].slice(0, maxClients)
  return `${kept.map(maskClient).join('\n')}\n`
}

function maskClient(line: string): string {
  return line.replace(/\bname=(\S*)/, (_, name: string) => `name=${nameOf(name)}`)
}

const leftOut = '(left out)'

/** Sentinels name their connections (sentinel.c: sentinelSetClientName); other names are people's own. */
function nameOf(name: string): string {
  return name === '' || /^sentinel-[0-9a-f]{8}-(?:cmd|pubsub)$/.test(name) ? name : 'left-out'
}

function mapTexts(reply: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(reply)) return reply.map((item) => mapTexts(item, change))
  return typeof reply === 'string' ? change(reply) : reply
}

function asList(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : []
}
