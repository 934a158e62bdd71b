import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import type { Command } from './decider.js';

/** What is wrong with one field of a command; `field` is a path such as `changes[2].term`. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  /** Stable: REQUIRED, UNKNOWN_FIELD, or the broken constraint's name such as MAX_LENGTH. */
  readonly code: string;
}

/** The request does not have the shape of the command: one entry per field, nothing was decided. */
export class InvalidCommand extends Error {
  override readonly name = 'InvalidCommand';
  constructor(readonly errors: readonly FieldError[]) {
    super(errors.map(({ field, message }) => `${field}: ${message}`).join(' '));
  }
}

const DEEPEST = 12;

/**
 * A validated command from plain JSON. Null and blank texts count as absent, unknown members are refused, text is kept
 * byte for byte. Fails with {@link InvalidCommand}. Members that the address already says (ids) are added by the caller.
 */
export function parseCommand<C extends Command>(commandClass: new () => C, plain: unknown): C {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain))
    throw new InvalidCommand([{ field: '', message: 'The command must be a JSON object.', code: 'NOT_AN_OBJECT' }]);
  const command = plainToInstance(commandClass, said(plain, '', 0));
  const errors = validateSync(command, VALIDATION).flatMap((error) => fieldErrors(error, ''));
  if (errors.length > 0) throw new InvalidCommand(errors);
  return command;
}

const VALIDATION = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
  validationError: { target: false },
} as const;

/** A copy without null and blank members, so that absent is always absent. */
function said(value: object, path: string, depth: number): object {
  if (depth > DEEPEST)
    throw new InvalidCommand([{ field: path, message: `Nested deeper than ${DEEPEST} levels.`, code: 'TOO_DEEP' }]);
  if (Array.isArray(value))
    return value.filter((item) => !isUnsaid(item)).map((item, index) => copy(item, `${path}[${index}]`, depth));
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`;
    if (key === '__proto__' || key === 'constructor')
      throw new InvalidCommand([{ field, message: `${key} is not a member of this command.`, code: 'UNKNOWN_FIELD' }]);
    if (!isUnsaid(item)) result[key] = copy(item, field, depth);
  }
  return result;
}

function copy(item: unknown, path: string, depth: number): unknown {
  return typeof item === 'object' && item !== null ? said(item, path, depth + 1) : item;
}

function isUnsaid(item: unknown): boolean {
  return item === null || item === undefined || (typeof item === 'string' && item.trim() === '');
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const name = /^\d+$/.test(error.property) ? `[${error.property}]` : error.property;
  const field = parent === '' || name.startsWith('[') ? parent + name : `${parent}.${name}`;
  const own = Object.entries(error.constraints ?? {})[0];
  const nested = (error.children ?? []).flatMap((child) => fieldErrors(child, field));
  const code = error.value === undefined ? 'REQUIRED' : codeOf(own?.[0] ?? '');
  return own ? [{ field, message: own[1], code }, ...nested] : nested;
}

function codeOf(constraint: string): string {
  if (constraint === 'whitelistValidation') return 'UNKNOWN_FIELD';
  return constraint.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
