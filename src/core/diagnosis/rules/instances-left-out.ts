import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A deployment names more instances than are asked. */
export const instancesLeftOut: Rule = {
  id: 'instances-left-out',
  needs: 'a deployment that was asked by its address',
  source: 'redislab asks so many instances of one deployment, and no more',
  isExaminable: (evidence) => evidence.has('asked'),
  examine: (evidence) =>
    evidence
      .facts('asked')
      .filter(({problem}) => problem?.startsWith('left out') === true)
      .map((fact): Diagnosis => {
        const most = /no more than (\d+)/.exec(fact.problem ?? '')?.[1] ?? ''
        const others = Number(/and (\d+) more/.exec(fact.problem ?? '')?.[1] ?? 0)
        const count = others + 1
        return {
          severity: 'note',
          certainty: 'certain',
          title: `${count} instance${count === 1 ? ' was' : 's were'} left out, ${fact.address}${others === 0 ? '' : ' and others'}: no more than ${most} are asked.`,
          why: 'All findings here are of those that were asked. So many names in one deployment may also be a fault of itself: old entries that nobody removes, or two deployments whose members name each other.',
          evidence: [fact],
          collect: [
            `redislab open redis://${fact.address} --name REST   (from one of those that were left out)`,
          ],
        }
      }),
}
