// What is held here: redislab page shows a deployment as it lives, does what is clicked, answers nobody without its token, and the
// file that --html writes of the same run shows the same.
import {writeFile} from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll} from 'vitest'
import {chromiumPath, launchChromium} from '../support/chromium.ts'
import {eventually} from '../support/eventually.ts'
import {readPageData} from '../support/page-data.ts'
import {servePage} from '../support/served-page.ts'
import {describe, expect, test} from '../support/test.ts'

interface Asked {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A request as written, which fetch would not send: with any Host, and a path that is not tidied. */
function ask(url: string, rawPath: string, {method = 'GET', headers = {}, body}: Asked = {}) {
  const {hostname, port} = new URL(url)
  return new Promise<number>((resolve, reject) => {
    const request = http.request({hostname, port, path: rawPath, method, headers}, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end(body)
  })
}

describe('the server of a page', () => {
  test('refuses who has no token, a foreign Host or Origin, and every other path', async ({
    redislab,
    home,
  }) => {
    await redislab('up 1m --name safe')
    await using served = await servePage(home)
    const {port, search} = new URL(served.url)
    const token = new URLSearchParams(search).get('token') ?? ''
    expect(token.length).toBeGreaterThanOrEqual(32)
    const withToken = {'x-redislab-token': token}
    const kill = {method: 'POST', body: JSON.stringify({action: 'kill', target: 'n1'})}
    const answers = {
      page: await ask(served.url, `/${search}`),
      'without token': await ask(served.url, '/'),
      'wrong token': await ask(served.url, `/?token=${'x'.repeat(token.length)}`),
      'data without token': await ask(served.url, '/data'),
      'events without token': await ask(served.url, '/events'),
      'foreign Host': await ask(served.url, `/${search}`, {headers: {host: `evil.example:${port}`}}),
      'Host without port': await ask(served.url, `/${search}`, {headers: {host: '127.0.0.1'}}),
      'foreign Origin': await ask(served.url, '/data', {
        headers: {...withToken, origin: 'http://evil.example'},
      }),
      'no Origin': await ask(served.url, '/data', {headers: {...withToken, origin: 'null'}}),
      'cross-site': await ask(served.url, `/${search}`, {headers: {'sec-fetch-site': 'cross-site'}}),
      'path above': await ask(served.url, `/../../etc/passwd${search}`),
      'path above, encoded': await ask(served.url, `/%2e%2e/etc/passwd${search}`),
      'name of a prototype': await ask(served.url, `/constructor${search}`),
      'act by GET': await ask(served.url, '/act', {headers: withToken}),
      'act without token': await ask(served.url, '/act', kill),
      'act by a form': await ask(served.url, `/act${search}`, kill),
      'act that is none': await ask(served.url, '/act', {...kill, headers: withToken, body: '{"action":1}'}),
      'act unknown': await ask(served.url, '/act', {
        ...kill,
        headers: withToken,
        body: '{"action":"toString","target":"n1"}',
      }),
      'act on nobody': await ask(served.url, '/act', {
        ...kill,
        headers: withToken,
        body: '{"action":"kill","target":"../n1"}',
      }),
    }
    expect(answers).toEqual({
      page: 200,
      'without token': 403,
      'wrong token': 403,
      'data without token': 403,
      'events without token': 403,
      'foreign Host': 403,
      'Host without port': 403,
      'foreign Origin': 403,
      'no Origin': 403,
      'cross-site': 403,
      'path above': 404,
      'path above, encoded': 404,
      'name of a prototype': 404,
      'act by GET': 405,
      'act without token': 403,
      'act by a form': 403,
      'act that is none': 400,
      'act unknown': 403,
      'act on nobody': 409,
    })
    expect((await redislab('status --json')).json().instances[0]).toMatchObject({state: 'running'})
  })

  test('no page of a deployment that is not there', async ({redislab}) => {
    const {exitCode, stderr} = await redislab('page --name nobody')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('nobody')
  })
})

describe.skipIf(chromiumPath === undefined)('a page in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => browser?.close())

  const statesOf = (page: Page, name: string) =>
    page
      .locator(`rect[data-band="${name}"]`)
      .evaluateAll((bands) => bands.map((band) => band.getAttribute('data-state')))
  const mastersIn = (page: Page) =>
    page
      .locator('td[data-master]')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-master')))

  test('a master is killed by a click; the file of the same run shows the same', async ({redislab, home}) => {
    await redislab('up 1m2r3s --name seen --down-after 500ms')
    await using served = await servePage(home)
    const page = await browser.newPage({viewport: {width: 1280, height: 900}})
    const errors: string[] = []
    page.on('pageerror', ({message}) => errors.push(message))
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    await page.goto(served.url)
    await page.locator('[data-node="n1"]').click()
    await eventually(() => mastersIn(page), {
      withinMs: 10_000,
      message: 'three sentinels name n1',
      until: (masters) => masters.join() === 'n1,n1,n1',
    })
    expect(await page.locator('[data-verdict]').getAttribute('data-verdict')).toBe('agree')

    await page.locator('button[data-action="kill"]').click()
    await eventually(() => statesOf(page, 'n1'), {
      withinMs: 5000,
      message: 'the band of n1 says dead',
      until: (states) => states.at(-1) === 'dead',
    })
    await page.locator('[data-phase="agreedMs"]').waitFor({timeout: 20_000})
    await eventually(() => mastersIn(page), {
      withinMs: 10_000,
      message: 'three sentinels name the same new master',
      until: (masters) => masters.length === 3 && masters[0] !== 'n1' && new Set(masters).size === 1,
    })
    const [newMaster = ''] = await mastersIn(page)
    expect(await statesOf(page, newMaster ?? '')).toContain('master')
    expect(await page.locator('h1').textContent()).toMatch(new RegExp(`^${newMaster} took over from n1`))

    const file = path.join(home, '.page.html')
    expect((await redislab(`explain --html ${file} --json`)).exitCode).toBe(0)
    const saved = await browser.newPage({viewport: {width: 1280, height: 900}})
    const asked: string[] = []
    saved.on('pageerror', ({message}) => errors.push(message))
    saved.on('request', (request) => asked.push(request.url()))
    await saved.goto(`file://${file}`)
    expect(await saved.locator('h1').textContent()).toBe(await page.locator('h1').textContent())
    expect((await statesOf(saved, 'n1')).at(-1)).toBe('dead')
    expect(await statesOf(saved, newMaster ?? '')).toContain('master')
    // While the leader names the new master and others do not yet, the matrix says so; in the end they agree.
    const {arrows} = await readPageData(file)
    const switches = arrows.filter(({kind}) => kind === 'switch').map(({ms}) => ms)
    expect(switches.length).toBe(3)
    const between = ((switches[0] ?? 0) + (switches[1] ?? 0)) / 2
    await saved.goto(`file://${file}#t=${between}&node=s1`)
    await saved.locator('[data-verdict="differ"]').waitFor()
    expect(new Set(await mastersIn(saved))).toEqual(new Set(['n1', newMaster]))
    await saved.goto(`file://${file}#t=${(switches.at(-1) ?? 0) + 20}`)
    await saved.locator('[data-verdict="agree"]').waitFor()
    expect(new Set(await mastersIn(saved))).toEqual(new Set([newMaster]))
    // It asks for nothing but itself.
    expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([])
    expect(errors).toEqual([])
    await saved.close()
    await page.close()
  })

  test('clients are started from the page, and it shows what they see; a link is slowed down', async ({
    redislab,
    home,
  }) => {
    await redislab('up 1m1r --links --name loaded')
    await using served = await servePage(home)
    const page = await browser.newPage({viewport: {width: 1280, height: 900}})
    await page.goto(served.url)
    await page.locator('select[title="Operations a second"]').selectOption('50')
    await page.locator('select[title="For how long"]').selectOption('0')
    await page.locator('button[data-action="load"]').click()
    const counts = async () =>
      ((await page.locator('[data-counts]').getAttribute('data-counts', {timeout: 10_000})) ?? '')
        .split(' ')
        .map(Number)
    await eventually(counts, {
      withinMs: 10_000,
      message: 'some writes have succeeded',
      until: ([succeeded = 0]) => succeeded > 20,
    })
    await page.locator('[data-strip="clients"] .served').first().waitFor({state: 'attached'})

    await page.locator('[data-node="n2"]').click()
    await page.locator('.node-panel select').selectOption('50')
    await page.locator('button[data-action="delay"]').click()
    await page.locator('.edge.held.slow').waitFor({state: 'attached'})
    const {links} = (await redislab('status --json')).json()
    expect(links.rules).toContainEqual(expect.objectContaining({from: 'n2', to: 'n1', delayMs: 50}))

    await page.locator('[data-node="n1"]').click()
    await page.locator('button[data-action="pause"]').click()
    await page.locator('.loads .bad').waitFor({timeout: 15_000})
    await page.locator('button[data-action="resume"]').click({timeout: 15_000})
    await page.locator('.loads .bad').waitFor({state: 'detached', timeout: 15_000})
    await page.locator('button[data-action="end-load"]').click()
    expect(await page.locator('.loads .good').textContent({timeout: 15_000})).toMatch(/none of \d+ ack/)
    await page.close()
  })

  test('a lab is stepped on the page: its story, its claims, and what the terminal tells', async ({home}) => {
    const file = path.join(home, '.stepped.yaml')
    await writeFile(file, steppedLab)
    const words = ['lab', 'run', file, '--step', '--page', '--lang', 'zh']
    await using served = await servePage(home, words, {exitCode: 0})
    const page = await browser.newPage({viewport: {width: 1280, height: 900}})
    await page.goto(served.url)
    const next = page.locator('button[data-action="next"]:enabled')
    const claim = (id: string) => page.locator(`[data-claim="${id}"]`).getAttribute('data-verdict-of-claim')
    expect(await page.locator('h1').textContent()).toBe('A key is written')
    expect(await claim('kept')).toBe('open')
    await next.waitFor({timeout: 15_000})
    expect(await next.textContent()).toBe('开始')
    await page.locator('header button', {hasText: 'English'}).click()
    await next.click()
    await page.locator('.steps li.passed').first().waitFor()
    expect(await page.locator('.steps li').allTextContents()).toEqual([
      'First a client writes.1alice> SET key value→ OK',
    ])
    expect(await claim('kept')).toBe('open')
    await next.click()
    await page.locator('[data-claim="kept"][data-verdict-of-claim="confirmed"]').waitFor()
    expect(await claim('number')).toBe('open')
    await next.click()
    await page.locator('[data-outcome="passed"]').waitFor()
    expect(await claim('number')).toBe('refuted')
    expect(await page.locator('[data-band="n1"]').count()).toBeGreaterThan(0)
    const told = served.told()
    for (const text of await page.locator('.steps .say, .steps code, .claims li p').allTextContents())
      expect(told.replaceAll(/\s+/g, '')).toContain(
        text.replace(/^[✔✘] (?:confirmed|refuted)/, '').replaceAll(/\s+/g, ''),
      )
    await page.close()
  })
})

const steppedLab = `title: A key is written
topology: 1m
clients:
  alice: {at: n1}
claims:
  - {id: kept, text: What was written is there.}
  - {id: number, text: It is a number., verdict: refuted}
steps:
  - {alice: SET key value, reply: OK, say: First a client writes.}
  - {alice: GET key, reply: value, shows: kept}
  - {alice: INCR key, error: ERR, refutes: number}
`
