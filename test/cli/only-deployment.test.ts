// What is held here: the only deployment is meant where none is named, by every command; with several, or where it belongs
// to another process, the name is asked for.
import {describe, expect, test} from '../support/test.ts'

describe('a deployment of another name than default', () => {
  test('is meant where it is the only one', async ({redislab}) => {
    await redislab('up 1m1r --name app')
    expect((await redislab('status --json')).json()).toMatchObject({deployment: 'app'})
    const killed = await redislab('kill n2')
    expect(killed).toMatchObject({exitCode: 0, stdout: expect.stringContaining('start n2 --name app')})
    expect((await redislab('start killed --json')).json()).toMatchObject({instances: [{name: 'n2'}]})
    expect((await redislab('start killed')).stderr).toContain('No instance was killed')
    expect((await redislab('exec -- printenv REDISLAB_NAME')).stdout).toBe('app\n')
    expect((await redislab('down')).stdout).toMatch(/✔ app {2}2 processes ended/)
  })

  test('is asked for where there are two', async ({redislab, port}) => {
    expect((await redislab('up 1m --name app')).exitCode).toBe(0)
    expect((await redislab(`up 1m --name app2 --port ${port + 2}`)).exitCode).toBe(0)
    for (const command of ['status', 'kill master', 'down', 'timeline', 'exec -- true']) {
      const {exitCode, stderr} = await redislab(command)
      expect({exitCode, stderr}).toEqual({
        exitCode: 4,
        stderr: '✖ There is no deployment named "default".\n  → There are app, app2: add --name NAME.\n',
      })
    }
    await redislab(`up 1m --port ${port + 4}`)
    expect((await redislab('status --json')).json()).toMatchObject({deployment: 'default'})
  })

  test('is left to the process that it ends with', async ({redislab}) => {
    await redislab('', {args: ['up', '1m', '--name', 'app', '--owner', String(process.pid)]})
    expect(await redislab('down')).toMatchObject({exitCode: 4, stderr: expect.stringContaining('app')})
    expect((await redislab('status --name app')).exitCode).toBe(0)
  })
})

describe('cli', () => {
  test('without a target it is the master', async ({redislab}) => {
    await redislab('up 1m1r --name app')
    expect((await redislab('', {args: ['cli', '--', 'ROLE']})).stdout).toMatch(/^master\n/)
    expect((await redislab('', {args: ['cli', 'n2', 'ROLE']})).stdout).toMatch(/^slave\n/)
    expect((await redislab('', {args: ['cli', 'n2', '--', 'ROLE']})).stdout).toMatch(/^slave\n/)
  })
})
