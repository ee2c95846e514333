/** As Redis reads sizes (util.c: memtoull): `1k` is 1000 bytes, `1kb` 1024. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1000 ** 2,
  mb: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1024 ** 3,
}

/** Bytes of a size as confs write it; undefined for what is none. */
export function bytesOf(size: string): number | undefined {
  const [, digits, unit = ''] = /^(\d+)([a-z]*)$/i.exec(size) ?? []
  const factor = units[unit.toLowerCase()]
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor
}
