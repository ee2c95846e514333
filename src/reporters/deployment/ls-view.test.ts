import {describe, expect, it} from 'vitest'
import {plainTheme} from '../kit/theme.ts'
import {renderSummaries} from './ls-view.ts'

const running = {
  name: 'default',
  state: 'running',
  topology: '1m2r3s',
  running: 6,
  instances: 6,
  port: 6380,
} as const
const damaged = {
  name: 'torn',
  state: 'damaged',
  topology: null,
  running: 0,
  instances: 0,
  port: null,
} as const

describe('ls view', () => {
  it('says how to start one when there is none', () => {
    expect(renderSummaries([], plainTheme)).toBe('No deployments. Start one: redislab up 1m2r3s')
  })

  it('shows a deployment a line', () => {
    expect(
      renderSummaries(
        [
          running,
          {...running, name: 'limping', state: 'partly running', running: 2, port: 6390},
          {...running, name: 'resting', state: 'stopped', running: 0, port: 6400},
        ],
        plainTheme,
      ),
    ).toMatchInlineSnapshot(`
      "  name     topology  state             instances  port
        default  1m2r3s    ● running         6/6        6380
        limping  1m2r3s    ▲ partly running  2/6        6390
        resting  1m2r3s    ○ stopped         0/6        6400"
    `)
  })

  it('says what is dead or damaged, and how to be rid of it', () => {
    const problem =
      '/home/ada/.local/state/redislab/torn/deployment.json cannot be used: it is cut off\u001b.'
    expect(
      renderSummaries(
        [{...running, name: 'gone', state: 'dead', running: 0, port: 6390}, running, {...damaged, problem}],
        plainTheme,
      ),
    ).toMatchInlineSnapshot(`
      "  name     topology  state      instances  port
        gone     1m2r3s    ✖ dead     0/6        6390
        default  1m2r3s    ● running  6/6        6380
        torn     –         ✖ damaged  –          –     /home/ada/.local/state/redislab/torn/deployment.json cannot be used: it is cut off\\x1b.

        redislab clean removes what is dead or damaged."
    `)
  })
})
