// What is held here: in a real terminal, steps of a lab begin at Enter and at no key that was pressed before they asked;
// q leaves what redraws; after Ctrl-C a watched fault says what stays done; and what takes long has a live line.
import {hasTerminals, openTerminal, type Terminal} from '../support/terminal.ts'
import {test as base, describe, expect} from '../support/test.ts'

const test = base.extend<{terminal: (args: string, columns?: number) => Terminal}>({
  terminal: async ({home, port}, use) => {
    const opened: Terminal[] = []
    const env = {
      REDISLAB_HOME: home,
      REDISLAB_PORT: String(port),
      REDISLAB_SENTINEL_PORT: String(port + 10),
    }
    await use((args, columns = 80) => {
      const terminal = openTerminal(args.split(' '), {env, columns})
      opened.push(terminal)
      return terminal
    })
    for (const terminal of opened) await terminal[Symbol.asyncDispose]()
  },
})

const enter = '\r'
/** Nothing but control sequences stands before it. */
const firstStep = /^(?:\u001b\[\w+)* *1 {2}\S/m
const ctrlC = '\u0003'

describe.skipIf(!hasTerminals)('a terminal', () => {
  test('lab run --step waits for Enter, and takes none that was pressed before', async ({terminal}) => {
    const lab = terminal('lab run empty-master --step')
    // Pressed while the deployment starts: for nobody.
    lab.press(enter + enter + enter)
    await lab.shows(/redislab status --name\s+lab-empty-master-[0-9a-f]{6}/)
    await lab.shows('⏎')
    // Another key begins nothing: what it would have begun is not there when the lab has ended.
    lab.press('x')
    lab.press(ctrlC)
    expect(await lab.ended()).toBe(130)
    expect(lab.output()).not.toMatch(firstStep)
  })

  test('Enter begins a step, whose heading has a line of its own', async ({terminal}) => {
    const lab = terminal('lab run empty-master --step')
    await lab.shows('⏎')
    lab.press(enter)
    await lab.shows(firstStep)
    lab.press(ctrlC)
    expect(await lab.ended()).toBe(130)
  })

  test('status --watch says when it looked, and q leaves it', async ({redislab, terminal}) => {
    await redislab('up 1m')
    const status = terminal('status --watch')
    await status.shows(/\d\d:\d\d:\d\d\.\d{3} {2}q to leave/)
    status.press('q')
    expect(await status.ended()).toBe(0)
    expect(status.output().replace(/\u001b\[\S+?[hl]/g, '')).toMatch(/\n$/)
  })

  test('Ctrl-C in a watched fault is no error: the fault stays done', async ({redislab, terminal}) => {
    await redislab('up 1m2r3s --down-after 20s')
    const kill = terminal('kill master --watch')
    await kill.shows(/waiting for a sentinel to count n1 as down \(.*\) +\d/)
    kill.press(ctrlC)
    expect(await kill.ended()).toBe(130)
    expect(kill.output()).toContain('No longer watching: n1 stays killed')
    expect(kill.output()).toContain('redislab timeline --follow')
    expect(kill.output()).not.toContain('Interrupted')
  })

  test.for([40, 60, 80])('hints wrap at %i columns, between words', async (columns, {terminal}) => {
    const status = terminal('cli get foo', columns)
    expect(await status.ended()).toBe(2)
    const lines = status.output().trimEnd().split('\r\n')
    expect(lines.filter((line) => line.length > columns)).toEqual([])
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain('in a cluster also shard:2, shard:2/master')
  })
})
