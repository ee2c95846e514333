/**
 * What `redislab __complete WORD…` runs, for the scripts of \`redislab completion\`. A person waits for it with a finger on
 * the key: it loads neither oclif nor anything of the engine, and answers with nothing rather than with an error.
 */
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {type CompletedCommand, completeWords, type Surroundings} from '../../core/completion/complete.ts'
import {packageRoot} from '../../engine/files/package-root.ts'
import {resolveHome} from '../../engine/state/home.ts'

export function complete(words: readonly string[]): void {
  const candidates = attempt(() => completeWords(words, readCommands(), surroundings)) ?? []
  if (candidates.length > 0) process.stdout.write(`${candidates.join('\n')}\n`)
}

const surroundings: Surroundings = {
  deployments: () => attempt(listDeployments) ?? [],
  instances: (named) =>
    attempt(() => instancesOf(named ?? (process.env['REDISLAB_NAME'] || impliedName()))) ?? [],
  labs: () =>
    attempt(() =>
      readdirSync(path.join(packageRoot, 'labs'))
        .filter((file) => file.endsWith('.yaml'))
        .map((file) => file.slice(0, -'.yaml'.length)),
    ) ?? [],
}

function listDeployments(): readonly string[] {
  return readdirSync(resolveHome()).filter((name) => !name.startsWith('.'))
}

/** Which is meant where none is named: as `findImpliedName` says, without a look at who owns it. */
function impliedName(): string {
  const names = listDeployments()
  return names.length === 1 ? (names[0] ?? 'default') : 'default'
}

function readCommands(): Readonly<Record<string, CompletedCommand>> {
  return JSON.parse(readFileSync(path.join(packageRoot, 'oclif.manifest.json'), 'utf8')).commands
}

function instancesOf(deployment: string): readonly string[] {
  const record: {plan: {instances: {name: string}[]}} = JSON.parse(
    readFileSync(path.join(resolveHome(), deployment, 'deployment.json'), 'utf8'),
  )
  return record.plan.instances.map(({name}) => name)
}

/** What cannot be read is not offered: a person who presses Tab has not asked for an explanation. */
function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
