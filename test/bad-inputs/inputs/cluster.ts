import type {BadInputs} from '../bad-input.ts'

export const cluster: BadInputs = {
  stage: 'cluster',
  inputs: [
    ['kill shard:9', 'TARGET_NOT_FOUND'],
    ['kill slot:99999', 'OPTION_INVALID'],
    ['kill sentinel', 'TARGET_NOT_FOUND'],
    ['kill shard:1/king', 'OPTION_INVALID'],
    ['failover', 'TARGET_AMBIGUOUS'],
    ['reshard', 'USAGE'],
    ['reshard 0-5', 'USAGE'],
    ['reshard 99999 --to n2', 'OPTION_INVALID'],
    ['reshard x --to n2', 'OPTION_INVALID'],
    ['reshard 5-0 --to n2', 'OPTION_INVALID'],
    ['reshard 0-5 --to n4', 'OPTION_INVALID'],
    ['reshard 0-5 --to n9', 'TARGET_NOT_FOUND'],
    ['reshard --from n1 --count 99999 --to n2', 'OPTION_INVALID'],
    ['remove n1', 'WRONG_STATE'],
    ['remove n9', 'TARGET_NOT_FOUND'],
    ['add --replica-of n9', 'TARGET_NOT_FOUND'],
    ['load acked-writes --master shard-9', 'TARGET_NOT_FOUND'],
    ['partition shard:1', 'WRONG_STATE'],
  ],
}
