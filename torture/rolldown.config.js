// One file that Node 20 can run: the torture is written in TypeScript, and is not part of the package.
import {defineConfig} from 'rolldown'

export default defineConfig({
  input: 'torture/main.ts',
  platform: 'node',
  transform: {target: 'node20'},
  output: {file: 'torture/.build/main.js', format: 'esm'},
})
