import {describeLabs, type LabIndex} from '../core/lab/lab-index.ts'
import {readShippedLabs} from './lab-files.ts'

/** The index of the shipped labs, made from their files. The build keeps it: parsing them all takes a second. */
export async function makeLabIndex(): Promise<LabIndex> {
  const [en, zh] = await Promise.all([readShippedLabs({language: 'en'}), readShippedLabs({language: 'zh'})])
  return {en: describeLabs(en), zh: describeLabs(zh)}
}
