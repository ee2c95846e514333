// Whether a tag may be published: node tools/release/check.js v0.2.0
import {readFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'

/**
 * What keeps a tag from being released, one sentence each.
 *
 * @param {{tag: string, version: string, locked: string, changelog: string}} release the tag, the versions of package.json and
 *   package-lock.json, and the text of CHANGELOG.md
 * @returns {string[]}
 */
export function findProblems({tag, version, locked, changelog}) {
  const section = findSection(changelog, version)
  return [
    ...(tag === `v${version}`
      ? []
      : [`The tag is "${tag}", and package.json has version ${version}: the tag must be v${version}.`]),
    ...(locked === version
      ? []
      : [`package-lock.json has version ${locked}, package.json ${version}: run npm install.`]),
    ...(section === undefined ? [`CHANGELOG.md has no section "## ${version}".`] : []),
    ...(section?.title.includes('unreleased')
      ? [`CHANGELOG.md says that ${version} is unreleased: put the date there.`]
      : []),
    ...(section?.text === '' ? [`The section ${version} of CHANGELOG.md is empty.`] : []),
  ]
}

function findSection(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m)
  const found = sections.find((section) => /^\[?([^\s\]]+)/.exec(section)?.[1] === version)
  if (found === undefined) return undefined
  const [title = '', ...lines] = found.split('\n')
  return {title, text: lines.join('\n').trim()}
}

if (process.argv[1] === import.meta.filename) {
  const root = path.join(import.meta.dirname, '../..')
  const read = (name) => readFileSync(path.join(root, name), 'utf8')
  const problems = findProblems({
    tag: process.argv[2] ?? '',
    version: JSON.parse(read('package.json')).version,
    locked: JSON.parse(read('package-lock.json')).version,
    changelog: read('CHANGELOG.md'),
  })
  for (const problem of problems) process.stderr.write(`✖ ${problem}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
