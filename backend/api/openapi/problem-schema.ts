import { list, object, text, whole, type Schema } from './schema.js';

/** The body of every answer that is no success. */
export const PROBLEM: Schema = {
  ...object(
    {
      type: text,
      title: text,
      status: whole,
      detail: { ...text, description: 'What, which, and what now, in a sentence.' },
      code: { ...text, description: 'Stable, for programs.' },
      details: { type: 'object', description: 'Values that the sentence speaks of.' },
      errors: list(object({ field: text, message: text, code: text })),
    },
    ['details', 'errors'],
  ),
  description: 'RFC 9457; the catalogue is in infra/docs/problems.md.',
};
