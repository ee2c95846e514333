export type {TestingOptions} from './options.ts'
export {
  type DefineTest,
  type Jest,
  jestTest,
  type NodeTest,
  nodeTest,
  type TestWithDeployment,
  type WithDeployment,
} from './test-with-deployment.ts'
export {type VitestFixtures, vitestFixtures} from './vitest-fixtures.ts'
