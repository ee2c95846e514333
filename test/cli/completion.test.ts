// What is held here: in a real bash (and zsh, where there is one) Tab completes commands, options, deployments, instances
// and labs as they are at the moment, and never says that something is wrong.
import {execFile, execFileSync} from 'node:child_process'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {describe, expect, test} from '../support/test.ts'

const run = promisify(execFile)
const program = path.resolve(import.meta.dirname, '../../bin/run.js')

/** What bash would offer for a line with the cursor at its end; what it says on stderr is a failure. */
async function tab(line: string, home: string): Promise<readonly string[]> {
  const bin = path.join(home, '.bin')
  mkdirSync(bin, {recursive: true})
  try {
    symlinkSync(program, path.join(bin, 'redislab'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  // As readline does: words are parted at blanks, and at = and :, which are words of their own.
  const script = `
eval "$(redislab completion bash)"
COMP_LINE=$1 COMP_POINT=\${#1}
read -ra COMP_WORDS <<<"$(sed -E 's/([=:])/ \\1 /g' <<<"$1")"
[[ $1 == *[[:space:]] || $1 == *[=:] ]] && COMP_WORDS+=("")
COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
[[ $1 == *[=:] ]] && COMP_WORDS[COMP_CWORD]=""
complete -p redislab | grep -q -- '-F _redislab' || exit 9
_redislab
printf '%s\\n' "\${COMPREPLY[@]}"`
  const {stdout, stderr} = await run('bash', ['-c', script, 'bash', line], {
    env: {...process.env, REDISLAB_HOME: home, PATH: `${bin}:${process.env['PATH']}`},
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

describe('bash', () => {
  test('commands and options', async ({home}) => {
    expect(await tab('redislab st', home)).toEqual(['start', 'status', 'stop'])
    expect(await tab('redislab ', home)).toEqual(
      expect.arrayContaining(['up', 'kill', 'lab', 'exec', 'completion']),
    )
    expect(await tab('redislab lab ', home)).toEqual(['check', 'list', 'new', 'run', 'show'])
    expect(await tab('redislab kill --w', home)).toEqual(['--watch', '--within'])
    expect(await tab('redislab up --timing ', home)).toEqual(['lab', 'fast', 'redis', 'kept'])
    expect(await tab('redislab load ac', home)).toEqual(['acked-writes'])
    expect(await tab('redislab up 1m2', home)).toEqual(['1m2r', '1m2r3s'])
    // What was said before is not offered again.
    expect(await tab('redislab kill --watch --w', home)).toEqual(['--within'])
  })

  test('deployments and the instances of the one that is named', async ({home, redislab}) => {
    await redislab('up 1m1r --name blue')
    expect(await tab('redislab status --name ', home)).toEqual(['blue'])
    expect(await tab('redislab status --name=b', home)).toEqual(['blue'])
    expect(await tab('redislab kill --name blue n', home)).toEqual(['n1', 'n2'])
    expect(await tab('redislab kill n1 ma', home)).toEqual(['master', 'masters'])
    expect(await tab('redislab partition --name blue n1,n', home)).toEqual(['n1,n1', 'n1,n2'])
    // The only deployment is meant where none is named.
    expect(await tab('redislab kill n', home)).toEqual(['n1', 'n2'])
  })

  test('labs', async ({home}) => {
    expect(await tab('redislab lab run leader-e', home)).toEqual(['leader-election'])
    expect(await tab('redislab lab run failover lock-l', home)).toEqual(['lock-lua'])
    expect(await tab('redislab exec --lab empty', home)).toEqual(['empty-master'])
  })

  test('where the shell knows better it is left to it, and nothing is ever said', async ({home}) => {
    expect(await tab('redislab exec -- ls', home)).toEqual([])
    expect(await tab('redislab up --templates /', home)).toEqual([])
    expect(await tab('redislab no-such-command ', home)).toEqual([])
    mkdirSync(path.join(home, 'default'))
    writeFileSync(path.join(home, 'default', 'deployment.json'), '{"plan": 7')
    expect(await tab('redislab kill n', home)).toEqual([])
  })
})

const hasZsh = (() => {
  try {
    execFileSync('zsh', ['-c', ':'])
    return true
  } catch {
    return false
  }
})()

test.skipIf(!hasZsh)(
  'zsh takes the script, and asks the same program (skipped where there is no zsh)',
  async ({redislab, home}) => {
    const script = path.join(home, '.completion.zsh')
    writeFileSync(script, (await redislab('completion zsh')).stdout)
    const asked = `autoload -Uz compinit && compinit -u -D; source ${script}; (( $+functions[_redislab] )) && print -r -- $_comps[redislab]`
    const {stdout, stderr} = await run('zsh', ['-f', '-c', asked])
    expect({stdout, stderr}).toEqual({stdout: '_redislab\n', stderr: ''})
  },
)

test('a shell that it does not know: a sentence', async ({redislab}) => {
  const {exitCode, stderr} = await redislab('completion fish')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('bash, zsh')
})
