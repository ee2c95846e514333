import type {IncomingMessage} from 'node:http'

/**
 * What a request carries, as JSON.
 *
 * @param mostBytes more is not read
 * @returns undefined for what is too long, broken off or not JSON
 */
export async function readJson(request: IncomingMessage, mostBytes: number): Promise<unknown> {
  let text = ''
  try {
    for await (const part of request.setEncoding('utf8')) {
      text += part
      if (text.length > mostBytes) return undefined
    }
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
