import { createRequire } from 'node:module';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { CLASS_COMMENTS } from './class-comments.js';
import type { Schema } from './schema.js';

type Options = NonNullable<Parameters<typeof validationMetadatasToSchemas>[0]>;
const requireModule = createRequire(import.meta.url);
const PREFIX = '#/components/schemas/';

/** What our own decorators mean, by the name of their constraint. */
const CONVERTERS: NonNullable<Options['additionalConverters']> = {
  isTermMap: ({ constraints }) => ({
    type: 'object',
    additionalProperties: { type: 'string', maxLength: 65_000 },
    description: TERMS[String((constraints as unknown[] | undefined)?.[0])] ?? 'Values by term.',
  }),
  isTermName: { type: 'string', description: 'A Darwin Core term, or the full URI of another vocabulary’s.' },
  isWellFormed: { type: 'string' },
  isPattern: { type: 'string', format: 'regex' },
};
const TERMS: Readonly<Record<string, string>> = {
  specimen: 'Values of the specimen and its collecting event, by Darwin Core term, as written on the label.',
  determination: 'Values of the determination, by Darwin Core term.',
  any: 'Values by term.',
};

let all: Readonly<Record<string, Schema>> | undefined;

/** Schemas of every class with class-validator decorators, by class name. */
export function classSchemas(): Readonly<Record<string, Schema>> {
  return (all ??= commented(
    mended(
      validationMetadatasToSchemas({
        classTransformerMetadataStorage: transformerStorage(),
        refPointerPrefix: PREFIX,
        additionalConverters: CONVERTERS,
      }),
    ),
  ));
}

/** What members mean wherever they stand, unless their class says more. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  note: 'A sentence of your own that explains what was done.',
  reason: 'Why: a code from the closed list.',
};

/** The schemas with the doc comments of their classes and members. */
function commented(schemas: Readonly<Record<string, Schema>>): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { says, members = {} } = CLASS_COMMENTS[name] ?? {};
      const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(
        ([member, value]): [string, Schema] => {
          const description = members[member] ?? (value['description'] as string | undefined) ?? EVERYWHERE[member];
          return [member, description === undefined || '$ref' in value ? value : { ...value, description }];
        },
      );
      return [name, { ...schema, ...(says && { description: says }), properties: Object.fromEntries(properties) }];
    }),
  );
}

/** The schema of a body: the class without what the server says. Members are `name` or `list[].name`. */
export function bodySchema(className: string, serverSays: readonly string[]): Schema {
  const schema = resolved(className, classSchemas());
  return serverSays.reduce((rest, member) => without(rest, member.split(/\[?\]?\./)), schema);
}

/** Whole schema of a class with the classes it refers to written in place, so that members can be left out below. */
function resolved(name: string, schemas: Readonly<Record<string, Schema>>): Schema {
  const schema = schemas[name];
  if (!schema) throw new Error(`${name} has no class-validator decorators to document it by.`);
  return deepMap(schema, (value) => {
    const pointer = value['$ref'];
    return typeof pointer === 'string' ? resolved(pointer.slice(PREFIX.length), schemas) : value;
  });
}

function without(schema: Schema, path: readonly string[]): Schema {
  const [name, ...rest] = path as [string, ...string[]];
  const properties = { ...(schema['properties'] as Record<string, Schema>) };
  const key = name.replace(/\[\]?$/, '');
  if (rest.length === 0) {
    delete properties[key];
    const required = ((schema['required'] as string[] | undefined) ?? []).filter((member) => member !== key);
    const { required: _required, ...others } = schema;
    return { ...others, properties, ...(required.length > 0 && { required }) };
  }
  const member = properties[key] as Schema;
  const items = member['items'] as Schema | undefined;
  properties[key] = items ? { ...member, items: without(items, rest) } : without(member, rest);
  return { ...schema, properties };
}

/** Two habits of the converter that are no JSON schema: a reference to `Array`, and members beside a reference. */
function mended(schemas: Readonly<Record<string, unknown>>): Readonly<Record<string, Schema>> {
  return deepMap(schemas, (value) => {
    const pointer = value['$ref'];
    if (pointer === `${PREFIX}Array`)
      return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$ref'));
    if (typeof pointer === 'string') return { $ref: pointer };
    return 'properties' in value ? { ...value, additionalProperties: false } : value;
  }) as Readonly<Record<string, Schema>>;
}

function deepMap(value: Schema, change: (value: Schema) => Schema): Schema {
  const mapped = Object.entries(value).map(([key, member]) => [key, deepMapMember(member, change)] as const);
  return change(Object.fromEntries(mapped));
}

function deepMapMember(member: unknown, change: (value: Schema) => Schema): unknown {
  if (Array.isArray(member)) return member.map((item) => deepMapMember(item, change));
  return typeof member === 'object' && member !== null ? deepMap(member as Schema, change) : member;
}

/** class-transformer tells the classes of nested members, but only through this file of its CommonJS half. */
function transformerStorage(): Options['classTransformerMetadataStorage'] {
  const { defaultMetadataStorage } = requireModule('class-transformer/cjs/storage') as {
    defaultMetadataStorage: Options['classTransformerMetadataStorage'];
  };
  return defaultMetadataStorage;
}
