import {
  text,
  uuid,
  time,
  whole,
  flag,
  terms,
  position,
  ref,
  list,
  object,
  page,
  withId,
  type Schema,
} from './schema.js';
import { PROBLEM } from './problem-schema.js';
import { WORK_SCHEMAS } from './work-schemas.js';
import { SEARCH_SCHEMAS } from './search-schemas.js';

const grant = object({ role: text, collectionId: { ...text, description: 'Id of a collection, or `*`.' } });
const receipt = {
  stream: text,
  id: uuid,
  revision: { ...whole, description: 'Of the thing after this change; also the ETag.' },
  position,
  repeated: { const: true, description: 'The same Idempotency-Key was answered before; this is that answer.' },
  events: list(object({ id: uuid, type: text })),
};
const description = {
  institutionCode: text,
  collectionCode: text,
  name: text,
  institutionID: text,
  collectionID: text,
  description: text,
  catalogNumberPattern: text,
  parentCollectionId: uuid,
  foundedAt: time,
  foundedBy: uuid,
  modifiedAt: time,
  revision: whole,
};
const describedOptionally = [
  'institutionID',
  'collectionID',
  'description',
  'catalogNumberPattern',
  'parentCollectionId',
];
const file = { sha256: { ...text, pattern: '^[0-9a-f]{64}$' }, bytes: whole };
const demo = object({ accounts: list(object({ name: text, password: text, role: text })) });

const lagIsMore = { const: true, description: 'More than `lagEvents`; nobody counts them all.' };
const viewHealth = { name: text, version: whole, position: text, lagEvents: whole, lagIsMore, parked: whole };
const counts = list(object({ value: { type: ['string', 'number'] }, count: whole }));

/** Schemas of answers, by the name that a route's contract gives. Records are described by what programs rely on. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Problem: PROBLEM,
  Receipt: object(receipt, ['repeated', 'position']),
  IdentificationReceipt: object({ ...receipt, identificationId: uuid }, ['repeated', 'position']),
  Session: object(
    {
      account: withId({
        name: text,
        displayName: text,
        grants: list(grant),
        permissions: {
          type: 'object',
          additionalProperties: list(text),
          description: 'By collection id; `*` for all.',
        },
      }),
      demo,
    },
    ['demo'],
  ),
  Tokens: object({ items: list(ref('Token')) }),
  Token: object({ tokenId: uuid, label: text, madeAt: whole, usedAt: whole, expiresAt: whole }, [
    'usedAt',
    'expiresAt',
  ]),
  NewToken: object({ tokenId: uuid, label: text, madeAt: whole, expiresAt: whole, secret: text }, ['expiresAt']),
  Accounts: object({ items: list(ref('Account')) }),
  Account: withId(
    {
      name: text,
      displayName: text,
      kind: { enum: ['person', 'program'] },
      grants: list(grant),
      closed: flag,
      registeredAt: time,
      revision: whole,
    },
    ['closed'],
  ),
  SecurityLog: object(
    {
      items: list(
        object(
          { id: whole, at: whole, what: text, accountId: text, name: text, address: text, via: text, about: text },
          ['accountId', 'name', 'address', 'via', 'about'],
        ),
      ),
      next: whole,
    },
    ['next'],
  ),
  Collections: object({ items: list(ref('Collection')) }),
  Collection: object({ id: uuid, ...description }, ['id', ...describedOptionally]),
  CollectionNumbers: object(
    {
      ...{ total: whole, released: whole, voided: whole, unidentified: whole, types: whole },
      ...{ withIssue: whole, withMedia: whole, georeferenced: whole },
      ...{ families: counts, countries: counts, decades: counts, typeStatuses: counts, issues: counts, growth: counts },
      position,
    },
    ['position'],
  ),
  SpecimenRow: withId(
    {
      revision: whole,
      collectionId: uuid,
      terms,
      identification: { type: 'object' },
      released: flag,
      voided: flag,
      enteredAt: text,
      modifiedAt: time,
    },
    ['identification', 'voided'],
  ),
  SpecimenPage: page(ref('SpecimenRow'), position),
  SpecimenList: page(ref('SpecimenRow'), position),
  Facets: {
    type: 'object',
    properties: { position },
    additionalProperties: list(object({ value: { type: ['string', 'number'] }, count: whole })),
  },
  SpecimenRecord: object(
    {
      collectionId: uuid,
      terms,
      interpreted: { type: 'object' },
      identifications: list(
        object({ identificationId: uuid, status: { enum: ['accepted', 'standing', 'withdrawn'] }, terms }),
      ),
      acceptedIdentificationId: uuid,
      georeferences: list({ type: 'object' }),
      measurements: list({ type: 'object' }),
      media: list({ type: 'object' }),
      issues: list({ type: 'object' }),
      confirmedFindings: list({ type: 'object' }),
      released: flag,
      created: { type: 'object' },
      modified: { type: 'object' },
      revision: whole,
    },
    ['acceptedIdentificationId', 'georeferences', 'measurements', 'media', 'issues', 'confirmedFindings'],
  ),
  History: object({
    events: list(
      object({
        id: uuid,
        type: text,
        schema: whole,
        revision: whole,
        position,
        at: time,
        actor: object({ id: uuid, role: text, via: text, name: text }),
        source: { type: 'object' },
        commandId: uuid,
        correlationId: uuid,
        data: { type: 'object' },
        dataHash: text,
        leaf: text,
      }),
    ),
  }),
  AuditPage: page(
    object({
      id: text,
      position: text,
      at: time,
      type: text,
      category: text,
      subject: text,
      revision: whole,
      actorId: text,
      actorName: text,
      role: text,
      via: text,
      correlationId: text,
      sourceKind: text,
    }),
    position,
  ),
  AuditPeople: object({ items: list(withId({ name: text })) }),
  ActivityReport: object(
    {
      months: list(text),
      people: list(
        object({
          actorId: text,
          actorName: text,
          total: whole,
          perMonth: list(whole),
          kinds: list(object({ type: text, total: whole, perMonth: list(whole) })),
        }),
      ),
      position,
    },
    ['position'],
  ),
  LedgerHead: object({ storeId: text, position }, ['position']),
  UploadedFile: object({ ...file, name: text }),
  ...WORK_SCHEMAS,
  Live: object({ status: text }),
  Readiness: object({
    status: text,
    stores: object({ ledger: text, views: text, jobs: text, vault: text }),
    views: list(object({ ...viewHealth, stuckSeconds: whole }, ['position', 'lagIsMore', 'stuckSeconds'])),
  }),
  ...SEARCH_SCHEMAS,
};
