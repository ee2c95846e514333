import type {BadInputs} from '../bad-input.ts'

export const links: BadInputs = {
  stage: 'links',
  inputs: [
    ['partition', 'USAGE'],
    ['partition n9', 'TARGET_NOT_FOUND'],
    ['partition n1 --from n1', 'OPTION_INVALID'],
    ['partition n1 --from nosuch', 'OPTION_INVALID'],
    ['partition n1 --reset --refuse', 'USAGE'],
    ['partition n1 --for 5', 'OPTION_INVALID'],
    ['partition n1 --from n2 --from s1 --nonsense', 'USAGE'],
    ['delay', 'USAGE'],
    ['delay n1', 'OPTION_INVALID'],
    ['delay n1 5', 'OPTION_INVALID'],
    ['delay n1 --bandwidth 5parsec', 'OPTION_INVALID'],
    ['delay n1 5ms --jitter much', 'OPTION_INVALID'],
    ['delay n1 --to n9 5ms', 'TARGET_NOT_FOUND'],
    ['heal n9', 'TARGET_NOT_FOUND'],
  ],
}
