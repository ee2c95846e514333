import {readScenarios} from '../../certify/read-scenarios.ts'
import {type Scenario, type Suite, scenariosOf} from '../../core/certify/scenario.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {findNearest} from '../../core/text/nearest.ts'
import {shorten} from '../../core/text/shorten.ts'

/**
 * The scenarios that were asked for, in the order of their numbers.
 *
 * @throws RedislabError LAB_NOT_FOUND
 */
export async function chooseScenarios({
  suite,
  ids,
}: {
  readonly suite: Suite
  readonly ids: readonly string[] | undefined
}): Promise<readonly Scenario[]> {
  const all = await readScenarios()
  if (ids === undefined) return scenariosOf(all, suite)
  for (const id of ids) {
    if (all.some((one) => one.id === id)) continue
    const nearest = findNearest(
      id,
      all.map((one) => one.id),
    )
    throw new RedislabError('LAB_NOT_FOUND', `There is no scenario named "${shorten(id)}".`, {
      suggestions: [
        ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
        'The scenarios are described in docs/certify.md.',
      ],
    })
  }
  return all.filter(({id}) => ids.includes(id))
}
