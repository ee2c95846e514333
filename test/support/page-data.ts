import {Buffer} from 'node:buffer'
import {readFile} from 'node:fs/promises'
import {inflateRawSync} from 'node:zlib'
import type {PageData} from '../../src/core/contract/page-json.ts'
import type {RehearsalPageData} from '../../src/core/contract/rehearsal-page-json.ts'
import {page} from '../../src/core/contract/schemas/page.ts'
import {rehearsalPage} from '../../src/core/contract/schemas/rehearsal-page.ts'

/**
 * The data in a page that was written to a file, as its own script finds it.
 *
 * @throws Error when it is not as the contract says
 */
export async function readPageData(file: string): Promise<PageData> {
  return page.parse(await readEmbedded(file))
}

/** The same of the page of a rehearsal. */
export async function readRehearsalPage(file: string): Promise<RehearsalPageData> {
  return rehearsalPage.parse(await readEmbedded(file))
}

async function readEmbedded(file: string): Promise<unknown> {
  const html = await readFile(file, 'utf8')
  const [, kind, content = ''] =
    /<script type="application\/json" id="data" data-kind="(\w+)">([^<]*)<\/script>/.exec(html) ?? []
  const json = kind === 'deflate' ? inflateRawSync(Buffer.from(content, 'base64')).toString() : content
  return JSON.parse(json)
}
