import {automaticFix, type Fix, manualFix} from './check.ts'
import type {Machine} from './machine.ts'

/** Sets a kernel value: at once, and in a file of its own, named after the topic, that is read at every boot. */
export async function fixSysctl(
  machine: Machine,
  {name, value, topic}: {readonly name: string; readonly value: number; readonly topic: string},
): Promise<Fix> {
  const setting = `${name}=${value}`
  const set = `sysctl -w ${setting}`
  if (machine.platform !== 'linux') {
    return automaticFix({
      now: [machine.asRoot(set)],
      advice: 'macOS forgets it at a reboot. It keeps no such settings unless a launchd job makes them.',
    })
  }
  const file = `/proc/sys/${name.replaceAll('.', '/')}`
  if (await machine.isReadOnly(file)) {
    // A container has network settings of its own, given when it is made; the other settings are the host's.
    const remedy = name.startsWith('net.') ? `docker run --sysctl ${setting}` : `on the host, sudo ${set}`
    return manualFix({
      advice: `Here ${file} is read-only, as in most containers. Set it from outside: ${remedy}`,
    })
  }
  const hasSysctl = (await machine.findProgram('sysctl')) !== undefined
  const hasFolder = await machine.has('/etc/sysctl.d')
  return automaticFix({
    now: [hasSysctl ? machine.asRoot(set) : machine.writeAsRoot(String(value), file)],
    forGood: hasFolder ? [machine.writeAsRoot(setting, `/etc/sysctl.d/60-redislab-${topic}.conf`)] : [],
    advice: hasFolder ? null : `To keep it, add ${setting} to /etc/sysctl.conf.`,
  })
}
