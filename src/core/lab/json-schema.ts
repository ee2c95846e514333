import {z} from 'zod/mini'
import {conditionSchemas} from './schema/condition.ts'
import {labSchema} from './schema/lab.ts'
import {commandSchema, commonKeys, observedSchemas, stepSchemas} from './schema/steps.ts'
import {wanted} from './schema/wanted.ts'

const jsonOptions = {io: 'input', reused: 'inline', cycles: 'ref'} as const

type Json = Record<string, unknown>

/** The language of labs as a JSON Schema, for editors. The same schemas judge files when they are read. */
export function labJsonSchema(): Json {
  const schema = toJson(labSchema)
  const steps = {type: 'array', minItems: 1, items: {$ref: '#/$defs/step'}}
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A lab of redislab',
    ...schema,
    properties: {...(schema['properties'] as Json), steps},
    $defs: {
      step: stepJson(),
      condition: anyOf(conditionSchemas),
      wanted: definition('wanted'),
      pattern: definition('pattern'),
    },
  }
}

function stepJson(): Json {
  const verbs = Object.values(stepSchemas).map((step) => {
    const json = toJson(z.extend(step as z.ZodMiniObject, commonKeys))
    const properties = json['properties'] as Json
    const nested = {type: 'array', items: {$ref: '#/$defs/step'}}
    const references: Json = {
      await: {$ref: '#/$defs/condition'},
      never: {$ref: '#/$defs/condition'},
      observe: anyOf(observedSchemas),
      steps: nested,
      together: nested,
    }
    const known = Object.keys(properties).filter((name) => name in references)
    return {
      ...json,
      properties: {...properties, ...Object.fromEntries(known.map((name) => [name, references[name]]))},
    }
  })
  const {command, ...others} = toJson(z.extend(commandSchema, commonKeys))['properties'] as Json
  return {
    anyOf: [
      ...verbs,
      {
        type: 'object',
        properties: {say: {type: 'string'}, id: {type: 'string'}},
        required: ['say'],
        additionalProperties: false,
      },
      {
        type: 'object',
        description: 'A command of a client or to an instance: its name, and what it sends.',
        properties: others,
        additionalProperties: command,
        not: {anyOf: Object.keys(stepSchemas).map((kind) => ({required: [kind]}))},
      },
    ],
  }
}

function anyOf(schemas: Readonly<Record<string, z.ZodMiniType>>): Json {
  return {anyOf: Object.values(schemas).map(toJson)}
}

/** Named schemas refer to each other by their names. */
function definition(id: 'wanted' | 'pattern'): unknown {
  const {$defs} = z.toJSONSchema(wanted, jsonOptions) as {readonly $defs?: Json}
  return $defs?.[id]
}

function toJson(schema: z.ZodMiniType): Json {
  const {$schema: _, $defs: __, ...json} = z.toJSONSchema(schema, jsonOptions) as Json
  return json
}
