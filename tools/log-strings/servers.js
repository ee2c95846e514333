// The versions whose sources are looked at, the oldest first, and in short which of them write a line.

/** In the order of their history. */
export const flavours = {
  redis: [
    '2.4',
    '2.6',
    '2.8',
    '3.0',
    '3.2',
    '4.0',
    '5.0',
    '6.0',
    '6.2',
    '7.0',
    '7.2',
    '7.4',
    '8.0',
    '8.2',
    '8.4',
    '8.6',
    '8.8',
    '8.10',
  ],
  valkey: ['7.2', '8.0', '8.1', '9.0', '9.1'],
}

/**
 * @param {ReadonlySet<string>} servers such as `redis-7.2`
 * @returns {string} such as `redis 2.4-3.0 7.2, valkey 7.2-9.1`
 */
export function describeServers(servers) {
  return Object.entries(flavours)
    .map(([flavour, versions]) => [
      flavour,
      spansOf(versions, (version) => servers.has(`${flavour}-${version}`)),
    ])
    .filter(([, spans]) => spans !== '')
    .map(([flavour, spans]) => `${flavour} ${spans}`)
    .join(', ')
}

function spansOf(versions, isIn) {
  const spans = []
  for (const [index, version] of versions.entries()) {
    if (!isIn(version)) continue
    if (index > 0 && isIn(versions[index - 1])) spans.at(-1)[1] = version
    else spans.push([version, version])
  }
  return spans.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(' ')
}
