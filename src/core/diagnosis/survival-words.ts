import type {Shortage} from './survival.ts'

/** What a loss takes, with the arithmetic: `2 of 3 sentinels (1 remains, the majority is 2)`. */
export function takes(shortage: Shortage): string {
  switch (shortage.kind) {
    case 'sentinels': {
      const {lost, left, all, majority, quorum} = shortage
      const least = quorum > majority ? `the quorum is ${quorum}` : `the majority is ${majority}`
      return `${lost} of ${all} sentinels (${remain(left)}, ${least})`
    }
    case 'replicas':
      return shortage.lost === 0
        ? `the master ${shortage.master}, and no replica may take over`
        : `the master ${shortage.master} with every replica that could take over`
    case 'masters':
      return `${shortage.lost} of ${shortage.all} masters (${remain(shortage.left)}, the majority is ${shortage.majority})`
    case 'shard':
      return `the master ${shortage.master} with ${shortage.lost === 1 ? 'its only replica' : 'all of its replicas'}`
  }
}

function remain(count: number): string {
  return `${count} remain${count === 1 ? 's' : ''}`
}
