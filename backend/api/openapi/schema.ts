/** A JSON schema as OpenAPI 3.1 has them. */
export type Schema = Readonly<Record<string, unknown>>;

/** Text. */
export const text = { type: 'string' } as const;
/** An id. */
export const uuid = { type: 'string', format: 'uuid' } as const;
/** An instant, ISO 8601 in UTC. */
export const time = { type: 'string', format: 'date-time' } as const;
/** A whole number. */
export const whole = { type: 'integer' } as const;
/** Yes or no. */
export const flag = { type: 'boolean' } as const;
/** Values by Darwin Core term. */
export const terms = { type: 'object', additionalProperties: text } as const;
/** A place in the ledger. */
export const position = { ...text, description: 'Place in the ledger; wait for it with `?atLeast=`.' } as const;

/** A reference to a named schema. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
/** A list. */
export const list = (items: Schema): Schema => ({ type: 'array', items });
/** An object whose members are all there but the optional ones. */
export const object = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
/** A page of a search. */
export const page = (items: Schema, position?: Schema): Schema =>
  object({ items: list(items), next: text, total: whole, ...(position && { position }) }, [
    'next',
    'total',
    'position',
  ]);
/** An object with its id. */
export const withId = (properties: Record<string, Schema>, optional: readonly string[] = []): Schema =>
  object({ id: uuid, ...properties }, optional);
