#!/usr/bin/env node
import module from 'node:module'

module.enableCompileCache?.()
const {execute} = await import('../bundle/cli/run.js')
await execute({dir: import.meta.url})
