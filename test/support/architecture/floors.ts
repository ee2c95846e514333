import type {Module} from './module.ts'
import {type Architecture, isWithin} from './table.ts'

/** A room whose parts stand on floors. */
export interface Tower {
  /** The room, as a path below `src`. */
  readonly name: string
  /** Its parts, from the ground up: folders, or files where they have their suffix. A part imports from lower floors only. */
  readonly floors: readonly (readonly string[])[]
}

/** Imports inside a tower that run up, or across a floor, and files that stand on no floor. */
export function checkFloors(module: Module, {towers}: Architecture): readonly string[] {
  return towers.flatMap((tower) => {
    if (!isWithin(module.path, tower.name)) return []
    const own = placeOf(module.path, tower)
    if (own === undefined) return [`${module.path}: stands on no floor of ${tower.name}`]
    return module.imports.flatMap(({target, line}) => {
      if (!isWithin(target, tower.name)) return []
      const other = placeOf(target, tower)
      if (other === undefined || other.part === own.part || other.floor < own.floor) return []
      const way = other.floor === own.floor ? 'across floor' : 'up to floor'
      return [
        `${module.path}:${line}: ${tower.name}/${own.part} imports ${way} ${other.floor}: ${tower.name}/${other.part}`,
      ]
    })
  })
}

function placeOf(file: string, {name, floors}: Tower): {part: string; floor: number} | undefined {
  const part = file.slice(name.length + 1).split('/')[0] ?? ''
  const floor = floors.findIndex((parts) => parts.includes(part))
  return floor === -1 ? undefined : {part, floor: floor + 1}
}
