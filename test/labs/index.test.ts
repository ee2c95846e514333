// Hypothesis: what `lab list` shows is what the files of the labs say.
import {expect, test} from 'vitest'
import {makeLabIndex} from '../../src/runner/lab-index.ts'
import {readLabIndex} from '../../src/runner/read-lab-index.ts'

test('the index of the build is that of the lab files', async () => {
  const {en, zh} = await readLabIndex()
  expect(en.length).toBeGreaterThan(50)
  expect(zh.map(({lab}) => lab)).toEqual(en.map(({lab}) => lab))
  expect({en, zh}).toEqual(await makeLabIndex())
})
