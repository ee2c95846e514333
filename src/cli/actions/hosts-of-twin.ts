import {readFile} from 'node:fs/promises'
import {RedislabError} from '../../core/errors/errors.ts'
import type {Twin} from '../../core/twin/twin.ts'
import {whyNot} from '../../engine/files/plain-file.ts'

/**
 * The instances of each host: by their addresses, or as somebody says it, by the names of the original or of the twin.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function hostsOfTwin(
  twin: Twin,
  wanted: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const lines = (await Promise.all(wanted.map(linesOf))).flat()
  const hosts = new Map<string, string[]>()
  if (lines.length === 0) {
    for (const {name, host} of twin.instances)
      if (host !== null) hosts.set(host, [...(hosts.get(host) ?? []), name])
    // One host for everything says nothing that "all at once" does not.
    return hosts.size > 1 ? hosts : new Map()
  }
  for (const line of lines) {
    // Names may be addresses, which have a colon.
    const [, host = '', names = ''] = /^([^=]*)=(.*)$/.exec(line) ?? /^([^:]*):(.*)$/.exec(line) ?? []
    if (host === '' || names === '') throw invalid(line, 'it is not of the form HOST=INSTANCE,…')
    const found = names
      .split(/[,\s]+/)
      .filter(Boolean)
      .map((name) => nameIn(twin, name, line))
    hosts.set(host, [...(hosts.get(host) ?? []), ...found])
  }
  const all = [...hosts.values()].flat()
  const twice = all.find((name, index) => all.indexOf(name) !== index)
  if (twice !== undefined) throw invalid(twice, 'it is on two hosts')
  return hosts
}

async function linesOf(wanted: string): Promise<readonly string[]> {
  if (wanted.includes('=')) return [wanted]
  try {
    const text = await readFile(wanted, 'utf8')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
  } catch (error) {
    throw invalid(wanted, `it cannot be read: ${whyNot(error)}`)
  }
}

function nameIn({instances}: Twin, name: string, line: string): string {
  const found = instances.find(
    (instance) => instance.name === name || instance.original === name || instance.address === name,
  )
  if (found !== undefined) return found.name
  throw invalid(line, `there is no ${name}; there is ${instances.map((it) => it.original).join(', ')}`)
}

function invalid(what: string, problem: string): RedislabError {
  return new RedislabError('OPTION_INVALID', `--hosts ${what}: ${problem}.`, {
    suggestions: ['Write --hosts a=redis-1,sentinel-1, once for each host, or name a file with a line each.'],
  })
}
