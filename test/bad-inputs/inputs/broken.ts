import type {BadInputs} from '../bad-input.ts'

/** Records that are not as redislab wrote them. */
export const broken: BadInputs = {
  stage: 'broken',
  inputs: [
    ['status --name cut-off', 'STATE_UNREADABLE'],
    ['status --name emptied', 'STATE_UNREADABLE'],
    ['status --name newer', 'STATE_UNREADABLE'],
    ['status --name no-plan', 'STATE_UNREADABLE'],
    ['kill master --name cut-off', 'STATE_UNREADABLE'],
    ['up --name emptied', 'DEPLOYMENT_EXISTS'],
    ['logs --name newer', 'STATE_UNREADABLE'],
    ['load reads --name no-plan', 'STATE_UNREADABLE'],
    ['status --name a-file', 'DEPLOYMENT_NOT_FOUND'],
  ],
}
