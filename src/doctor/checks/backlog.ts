import type {Check} from '../check.ts'
import {fixSysctl} from '../sysctl-fix.ts'

/** The default of `tcp-backlog` (config.c). */
const tcpBacklog = 511

/** Redis warns when the kernel's limit is positive and below `tcp-backlog` (server.c, checkTcpBacklogSettings). */
export const backlog: Check = {
  id: 'backlog',
  title: 'TCP backlog',
  async run(machine) {
    const why = `A server asks for room for ${tcpBacklog} connections that wait to be accepted (tcp-backlog), and the system cuts that to its own limit. When all clients reconnect at once, as after a failover, those that do not fit wait for a retry.`
    const name = machine.platform === 'linux' ? 'net.core.somaxconn' : 'kern.ipc.somaxconn'
    const limit = Number.parseInt((await machine.readSysctl(name)) ?? '', 10)
    if (Number.isNaN(limit)) return {status: 'skip', found: `this system has no ${name}`, why, fix: null}
    const found = `${name} = ${limit}`
    if (limit <= 0 || limit >= tcpBacklog) {
      return {status: 'ok', found: `${found}: room for tcp-backlog ${tcpBacklog}`, why, fix: null}
    }
    return {
      status: 'warn',
      found: `${found}: less than tcp-backlog ${tcpBacklog}`,
      why,
      fix: await fixSysctl(machine, {name, value: 1024, topic: 'backlog'}),
    }
  },
}
