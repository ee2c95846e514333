import type {PageData} from '../core/contract/page-json.ts'
import type {RehearsalPageData} from '../core/contract/rehearsal-page-json.ts'

/** The data that was written into this file; undefined in a page that is served live. */
export async function readEmbedded(document: Document): Promise<PageData | RehearsalPageData | undefined> {
  const element = document.getElementById('data')
  const text = element?.textContent ?? ''
  if (text === '') return undefined
  const isPlain = element?.dataset['kind'] === 'json'
  return JSON.parse(isPlain ? text : await inflate(text))
}

async function inflate(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Response(stream).text()
}
