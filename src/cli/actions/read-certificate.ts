import {readFile} from 'node:fs/promises'
import type {Certificate} from '../../core/certify/result.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {isError} from '../../core/errors/is-error.ts'

/**
 * Reads what `certify --json` wrote.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function readCertificate(file: string): Promise<Certificate> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw invalid(file, isError(error) ? error.message : String(error))
  }
  const {client, scenarios} = value as Partial<Certificate>
  if (typeof client !== 'string' || !Array.isArray(scenarios)) throw invalid(file, 'it holds no scenarios')
  return value as Certificate
}

function invalid(file: string, why: string): RedislabError {
  return new RedislabError('OPTION_INVALID', `${file} is not a result of certify: ${why}.`, {
    suggestions: ['Write one: redislab certify --json -- COMMAND > before.json'],
  })
}
