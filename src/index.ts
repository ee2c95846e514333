export type {Deployment} from './api/deployment.ts'
export * from './api/entrances.ts'
export type * from './api/options.ts'
export type {RunLabOptions} from './api/run-lab.ts'
export type {StartDeploymentOptions} from './api/start-deployment.ts'
export {type ErrorCode, ExitCode, errorTable, RedislabError} from './core/errors.ts'
export type {AffectedInstance, FaultReport, LinkFaultReport} from './core/fault-report.ts'
export type {ClientType, Fault} from './core/faults.ts'
export type {LabResult} from './core/lab/result.ts'
export type {Cut, Link, LinkRule} from './core/links/link.ts'
export type {LinkFault} from './core/links/link-fault.ts'
export {type LockStrategyName, lockStrategyNames} from './core/load/lock-strategies.ts'
export type {LoadKind, LoadReport, LoadSnapshot} from './core/load/report.ts'
export type {AddReport, RemoveReport} from './core/membership-report.ts'
export type {LogRecord} from './core/redis/log-record.ts'
export type {ReshardReport} from './core/reshard-report.ts'
export type {
  DeploymentStatus,
  InstanceState,
  InstanceStatus,
  LinksStatus,
  MasterStatus,
  Mode,
  Role,
  ServerInfo,
} from './core/status/status.ts'
export type {TimelineEntry} from './core/timeline/entry.ts'
export type {Explanation} from './core/timeline/explain.ts'
export type {
  CompletedFailover,
  CompletedPhases,
  Failover,
  FailoverPhases,
} from './core/timeline/phases.ts'
export type {InjectedFault} from './engine/deployment.ts'
export type {DeploymentOptions} from './engine/options.ts'
export type {ResetReport} from './engine/reset/reset-deployment.ts'
export type {FoundServer} from './engine/servers/found-server.ts'
export type {Load, LoadOptions} from './load/start-load.ts'
