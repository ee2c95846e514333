// One file that Node 20 can run, as torture/ has it.
import {defineConfig} from 'rolldown'

export default defineConfig({
  input: 'test/matrix/main.ts',
  platform: 'node',
  transform: {target: 'node20'},
  output: {file: 'test/matrix/.build/main.js', format: 'esm', codeSplitting: false},
})
