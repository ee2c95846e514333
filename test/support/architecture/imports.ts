import type {Import, Module} from './module.ts'
import {type Architecture, isWithin, type Room, roomOf} from './table.ts'

/** Imports that the table does not allow. */
export function checkImports(module: Module, rules: Architecture): readonly string[] {
  const room = roomOf(module.path, rules)
  if (room === undefined) return [`${module.path}: is in no room of the table`]
  return module.imports.flatMap((imported) => {
    const problem = imported.isOurs
      ? judgeFile(imported, room, rules)
      : judgePackage(imported.target, room, rules)
    return problem === undefined ? [] : [`${module.path}:${imported.line}: ${room.name} ${problem}`]
  })
}

function judgeFile({target, isType}: Import, room: Room, rules: Architecture): string | undefined {
  const other = roomOf(target, rules)
  if (other === undefined) return `imports ${target}, which is in no room of the table`
  if (other.typesOnly && other !== room && !isType) return `may import only types from ${target}`
  if (isWithin(other.name, room.name)) {
    return room.apart ? `files never import each other, and this one imports ${target}` : undefined
  }
  if (room.rooms.some((name) => isWithin(other.name, name))) return undefined
  if (!room.typesOf?.some((name) => isWithin(other.name, name))) return `may not import ${target}`
  return isType ? undefined : `may import only types from ${target}`
}

function judgePackage(name: string, room: Room, rules: Architecture): string | undefined {
  if (rules.everywhere.includes(name) || allowsPackage(room, name)) return undefined
  const homes = rules.rooms.filter((other) => allowsPackage(other, name)).map((other) => other.name)
  return `may not import ${name}${homes.length > 0 ? ` (${homes.join(', ')} may)` : ''}`
}

function allowsPackage({packages}: Room, name: string): boolean {
  return packages.includes(name) || (name.startsWith('node:') && packages.includes('node:*'))
}
