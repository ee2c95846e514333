import {readFile} from 'node:fs/promises'
import path from 'node:path'
import type {LabIndex} from '../core/lab/lab-index.ts'
import {packageRoot} from '../engine/files/package-root.ts'

/** The index of the shipped labs that the build wrote. */
export async function readLabIndex(): Promise<LabIndex> {
  return JSON.parse(await readFile(path.join(packageRoot, 'bundle/labs.json'), 'utf8'))
}
