import {RedislabError} from '../errors/errors.ts'
import {parseTopology} from '../topology/topology.ts'
import {checkCluster} from './check-cluster.ts'
import {checkEach} from './check-each.ts'
import {checkOptions} from './check-options.ts'
import {checkReferences} from './check-references.ts'
import type {Expectation, Lab} from './lab.ts'
import {type Problem, Problems} from './problems.ts'
import {readSteps} from './read-step.ts'
import {readYaml} from './read-yaml.ts'
import {labSchema} from './schema/lab.ts'
import {stepKinds} from './schema/steps.ts'

/** So many problems are told: a file that has more is not a lab. */
const mostProblems = 50

/**
 * Reads a lab.
 *
 * @param text what the file holds
 * @param file how the file is called in errors; its name without folder and ending is that of the lab
 * @throws RedislabError LAB_INVALID with every problem, each with its line and column, and what would be right
 */
export function parseLab(text: string, file: string): Lab {
  const {lab, problems} = readLab(text, nameOf(file))
  if (lab === undefined || problems.length > 0) throw invalid(file, problems)
  return lab
}

function readLab(text: string, name: string): {lab?: Lab; problems: readonly Problem[]} {
  const read = readYaml(text)
  if ('problems' in read) return read
  const {document, source, positionAt} = read.yaml
  const problems = new Problems(document, positionAt)
  const parsed = problems.check(labSchema, source, [])
  if (parsed === undefined) return {problems: problems.found}
  try {
    const {chain = false, cluster = false} = parsed.options ?? {}
    const topology = parseTopology(parsed.topology, {chain, cluster})
    checkOptions(parsed.options, {topology, path: ['options'], problems})
    checkOptions(parsed['fails-when']?.options, {topology, path: ['fails-when', 'options'], problems})
  } catch (error) {
    if (!(error instanceof RedislabError)) throw error
    problems.add(['topology'], [error.message, ...error.suggestions.slice(0, 1)].join(' '))
  }
  const clients = Array.isArray(parsed.clients)
    ? Object.fromEntries(parsed.clients.map((client) => [client, {at: 'master'}]))
    : Object.fromEntries(
        Object.entries(parsed.clients ?? {}).map(([client, settings]) => [
          client,
          typeof settings === 'string' ? {at: settings} : settings,
        ]),
      )
  for (const client of Object.keys(clients)) {
    if ((stepKinds as readonly string[]).includes(client) || client === 'say') {
      problems.add(['clients'], `\`${client}\` is a step, and cannot be the name of a client`)
    }
  }
  const steps = readSteps(parsed.steps, {path: ['steps'], clients: Object.keys(clients), problems})
  const lab: Lab = {
    name,
    title: parsed.title,
    topic: parsed.topic,
    about: parsed.about,
    topology: parsed.topology,
    options: parsed.options ?? {},
    requires: parsed.requires ?? {},
    values: parsed.values ?? {},
    clients,
    claims: parsed.claims ?? [],
    steps,
    expect: (parsed.expect ?? []).map((it): Expectation => (typeof it === 'string' ? {that: it} : it)),
    failsWhen: parsed['fails-when'],
    ...(parsed.certify === undefined ? {} : {certify: parsed.certify}),
  }
  if (problems.found.length === 0) {
    checkReferences(lab, problems)
    checkCluster(lab, problems)
    checkEach(lab, problems)
  }
  return {lab, problems: problems.found}
}

function nameOf(file: string): string {
  return file.replace(/^.*[/\\]/, '').replace(/\.ya?ml$/, '')
}

function invalid(file: string, problems: readonly Problem[]): RedislabError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
  const told = sorted.map(({line, column, message}) => `${file}:${line}:${column}: ${message}`)
  const [first = `${file}: it is not a lab`, ...more] = told
  return new RedislabError('LAB_INVALID', `${first}${/[.?]$/.test(first) ? '' : '.'}`, {
    suggestions: [
      ...more.slice(0, 9),
      ...(more.length > 9 ? [`… and ${more.length - 9} more.`] : []),
      'How labs are written: docs/labs.md; a starting point: redislab lab new NAME',
    ],
    details: {file, problems: sorted.slice(0, mostProblems)},
  })
}
