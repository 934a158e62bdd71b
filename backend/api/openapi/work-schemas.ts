import { text, uuid, time, whole, ref, list, object, page, withId, type Schema } from './schema.js';

const file = { sha256: { ...text, pattern: '^[0-9a-f]{64}$' }, bytes: whole };

/** Schemas of long work: acts on many records, imports, and the jobs that do them. */
export const WORK_SCHEMAS: Readonly<Record<string, Schema>> = {
  BulkTicket: object({ bulkId: uuid, jobId: text }),
  BulkLines: object(
    {
      items: list(
        object(
          {
            specimenId: uuid,
            revision: whole,
            catalogNumber: text,
            scientificName: text,
            outcome: { enum: ['change', 'same', 'refused'] },
            changes: list({ type: 'object' }),
            code: text,
            sentence: text,
          },
          ['catalogNumber', 'scientificName', 'changes', 'code', 'sentence'],
        ),
      ),
      next: whole,
    },
    ['next'],
  ),
  BulkAct: object({ id: uuid, at: time, by: text, type: text, events: whole, undoneEvents: whole }),
  PreviewTicket: object({ jobId: text }),
  ImportTicket: object({ importId: uuid, jobId: text }),
  Imports: page(ref('Import')),
  Import: withId(
    {
      state: { enum: ['started', 'completed', 'cancelled', 'failed', 'undone'] },
      collectionId: uuid,
      file: object({ ...file, name: text }),
      startedBy: uuid,
      startedAt: time,
      endedAt: time,
      counts: { type: 'object', additionalProperties: whole },
      problems: { type: 'object', additionalProperties: whole },
      work: {
        enum: ['waiting', 'running', 'lost'],
        description: 'Of one that has not ended; lost: by nobody any more.',
      },
      jobId: text,
    },
    ['endedAt', 'counts', 'problems', 'work', 'jobId'],
  ),
  ImportProblems: object(
    {
      items: list(object({ kind: text, row: whole, column: text, value: text, sentence: text }, ['column', 'value'])),
      next: text,
    },
    ['next'],
  ),
  Job: object(
    {
      id: text,
      name: text,
      data: {},
      status: { enum: ['waiting', 'delayed', 'active', 'completed', 'failed', 'cancelled'] },
      progress: {},
      result: {},
      error: text,
      attempts: whole,
      createdAt: whole,
      startedAt: whole,
      endedAt: whole,
    },
    ['progress', 'result', 'error', 'startedAt', 'endedAt'],
  ),
};
