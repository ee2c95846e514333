import {RedislabError} from '../errors/errors.ts'

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kbit: 125,
  mbit: 125e3,
  gbit: 125e6,
}

/**
 * Reads a bandwidth such as `500kb`, `1mb`, `1.5MB/s` or `10mbit`: bytes or bits a second, in powers of a thousand.
 *
 * @returns bytes a second, a whole number from 1 on
 * @throws RedislabError OPTION_INVALID
 */
export function parseBandwidth(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?b|[kmg]bit)(?:\/s|ps)?$/.exec(text.trim().toLowerCase())
  const bytes = Math.round(Number(match?.[1]) * (units[match?.[2] ?? ''] ?? Number.NaN))
  if (Number.isSafeInteger(bytes) && bytes >= 1) return bytes
  throw new RedislabError('OPTION_INVALID', `"${text}" is not a bandwidth.`, {
    suggestions: ['Write a number and a unit, a second: 500kb, 1mb, 10mbit.'],
  })
}
