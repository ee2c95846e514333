// The examples, and how each is run.
import {spawnSync} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'

const folder = path.join(import.meta.dirname, '..')

/** Of several Pythons, the one that has redis-py. */
export const python = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import redis'], {stdio: 'ignore'}).status === 0,
)

export const examples = [
  {name: 'ioredis', command: [process.execPath, path.join(folder, 'ioredis/app.js')]},
  {name: 'node-redis', command: [process.execPath, path.join(folder, 'node-redis/app.js')]},
  {name: 'bullmq', command: [process.execPath, path.join(folder, 'bullmq/app.js')]},
  {name: 'redis-py', command: [python ?? 'python3', path.join(folder, 'redis-py/app.py')]},
  {name: 'redis-cli', command: ['bash', path.join(folder, 'redis-cli/app.sh')]},
]
