import {type Check, manualFix} from '../check.ts'

const why =
  'redislab up --server image:redis:8.2 runs servers that are not installed, each in a container. Nothing else needs it.'

/** Docker or Podman, for servers in images. */
export const containers: Check = {
  id: 'containers',
  title: 'Containers',
  async run(machine) {
    const isThere = async (name: string) => (await machine.findProgram(name)) !== undefined
    const engine = (await isThere('docker')) ? 'docker' : (await isThere('podman')) ? 'podman' : undefined
    if (engine === undefined)
      return {status: 'skip', found: 'neither docker nor podman is here', why, fix: null}
    const version = engine === 'docker' ? '{{.Server.Version}}' : '{{.Client.Version}}'
    const {exitCode, stdout} = await machine.run(engine, ['version', '--format', version])
    if (exitCode === 0) return {status: 'ok', found: `${engine} ${stdout.trim()} answers`, why, fix: null}
    return {
      status: 'info',
      found: `${engine} is here, and does not answer this user`,
      why,
      fix: manualFix({
        advice:
          engine === 'docker'
            ? 'Start its daemon (systemctl start docker), or join the group docker.'
            : 'podman info says what it lacks.',
      }),
    }
  },
}
