import { InvalidCommand, parseCommand } from '#domain/kernel/parse-command.js';
import { permits, type Permission } from '#domain/terms/permissions.js';
import { AccessionSpecimen, type SpecimenCommand } from '#domain/specimen/commands.js';
import type { SpecimenEvent } from '#domain/specimen/events.js';
import { specimen } from '#domain/specimen/specimen.js';
import type { SpecimenState } from '#domain/specimen/state.js';
import { accessionSpecimen } from '#tasks/specimens/specimen-acts.js';
import type { Principal } from '#tasks/accounts/principal.js';
import { idOf, type ApiRequest } from '../http/api-request.js';
import type { Act } from '../http/acts.js';
import { Problem } from '../problems/problem.js';

/** Makes ids of new parts from the command's: asking again makes the same ones. */
export type NewId = (name: string) => string;
/** Adds to a body what the address says, and the ids of new parts. */
export type Completion = (body: Body, newId: NewId) => Body;
type Body = Readonly<Record<string, unknown>>;

/** A change to the specimen that the address names. */
export function onSpecimen<C extends Exclude<SpecimenCommand, AccessionSpecimen>>(
  request: ApiRequest,
  commandClass: new () => C,
  permission: Permission | ((command: C) => Permission),
  complete: Completion = (body) => body,
): Act<SpecimenState, C, SpecimenEvent> {
  return {
    aggregate: specimen,
    id: idOf(request, 'id', 'specimen'),
    command: (newId) => parseCommand(commandClass, complete(request.body, newId)),
    needs: (state, command, principal) => ({
      permission: typeof permission === 'function' ? permission(command) : permission,
      collectionId: collectionOf(state, principal),
    }),
  };
}

/** A specimen to enter; its number is seen to. Releasing it at once takes the right to release. */
export function newSpecimen(request: ApiRequest): Act<SpecimenState, AccessionSpecimen, SpecimenEvent> {
  return {
    aggregate: specimen,
    carryOut: accessionSpecimen,
    command: (newId) => parseCommand(AccessionSpecimen, withOpinionId(request.body, newId)),
    needs: (_state, { collectionId, released }) => ({
      permission: released === true ? 'specimen.release' : 'specimen.accession',
      collectionId,
    }),
  };
}

function withOpinionId(body: Body, newId: NewId): Body {
  const opinion = body['identification'];
  if (typeof opinion !== 'object' || opinion === null || Array.isArray(opinion)) return body;
  const said = refusing(opinion as Body, 'identificationId', 'identification');
  return { ...body, identification: { ...said, identificationId: newId('identificationId') } };
}

/** The collection of a specimen; one that is not there, or that this account may not even see, is not found. */
export function collectionOf(state: SpecimenState, { grants }: Principal): string {
  if (state.status !== 'unknown' && permits(grants, 'specimen.read', state.collectionId)) return state.collectionId;
  throw new Problem('NOT_FOUND', 'There is no such specimen: check its number, or enter it first.');
}

/** A command from what the address says and nothing else but what the class allows. */
export function withId(member: string, value: string): Completion {
  return (body) => ({ ...refusing(body, member), [member]: value });
}

/** The new part gets an id that follows from the command. */
export function withNewId(member: string): Completion {
  return (body, newId) => ({ ...refusing(body, member), [member]: newId(member) });
}

/** Each entry of a list gets an id that follows from the command and its place. */
export function withNewIdsIn(list: string, member: string): Completion {
  return (body, newId) => {
    const entries = body[list];
    if (!Array.isArray(entries)) return body;
    return { ...body, [list]: entries.map((entry: unknown, index) => identified(entry, index, `${list}[${index}]`)) };

    function identified(entry: unknown, index: number, path: string): unknown {
      if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
      return { ...refusing(entry as Body, member, path), [member]: newId(`${member} ${index}`) };
    }
  };
}

/** Refuses a member that the server says: whoever sends it would think that it counts. */
export function refusing(body: Body, member: string, path = ''): Body {
  if (body[member] === undefined) return body;
  const field = path === '' ? member : `${path}.${member}`;
  throw new InvalidCommand([
    { field, message: `${field} is given by the server: leave it out.`, code: 'UNKNOWN_FIELD' },
  ]);
}
