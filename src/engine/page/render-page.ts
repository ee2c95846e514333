import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {deflateRawSync} from 'node:zlib'
import type {PageData} from '../../core/contract/page-json.ts'
import type {RehearsalPageData} from '../../core/contract/rehearsal-page-json.ts'
import {makeAllVisible} from '../../core/text/visible.ts'
import {packageRoot} from '../files/package-root.ts'

/** What the build puts where the data comes. */
const slot = '<script type="application/json" id="data"></script>'
/** What the policy of the page says while it may connect to nobody. */
const closed = "connect-src 'none'"

/** Smaller data is left as it is, so that it can be read and searched in the file. */
const compressedFrom = 64 * 1024

/** The page that the build made, without data: of `redislab page`, which asks for its data where it was served. */
export async function readLivePage(): Promise<string> {
  return replaceOnce(await readAsset(), closed, "connect-src 'self'")
}

/** A page with its data, as one file that needs nothing else. */
export async function renderPage(data: PageData | RehearsalPageData): Promise<string> {
  const json = formatData(data)
  const isLong = json.length > compressedFrom
  const content = isLong ? deflateRawSync(json, {level: 9}).toString('base64') : escapeForScript(json)
  const kind = isLong ? 'deflate' : 'json'
  return replaceOnce(
    await readAsset(),
    slot,
    `<script type="application/json" id="data" data-kind="${kind}">${content}</script>`,
  )
}

/** The data as text. What logs brought and a screen would obey or not show is made visible. */
export function formatData(data: PageData | RehearsalPageData): string {
  return JSON.stringify(makeAllVisible(data))
}

/** Nothing in it can end the element that it stands in, or begin a comment. */
function escapeForScript(json: string): string {
  return json.replaceAll('<', '\\u003c')
}

async function readAsset(): Promise<string> {
  return readFile(path.join(packageRoot, 'bundle/page.html'), 'utf8')
}

function replaceOnce(text: string, from: string, to: string): string {
  const at = text.indexOf(from)
  if (at < 0 || text.includes(from, at + 1)) throw new TypeError(`the page does not say ${from} once`)
  return text.slice(0, at) + to + text.slice(at + from.length)
}
