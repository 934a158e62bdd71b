import type { NextFunction, Response } from 'express';
import { invalid, Problem, type FieldError } from '../problems/problem.js';
import type { ApiRequest } from './api-request.js';

/** No command is larger than this, in bytes; files have a route of their own. */
export const LARGEST_BODY = 1_048_576;
const DEEPEST = 32;
const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const NOTHING = Object.freeze({});

/**
 * Reads JSON bodies of changes. Own code instead of body-parser, since answers to broken bodies are part of the contract:
 * UTF-8 is checked, nesting is bounded, and members that could reach an object's prototype are refused.
 * `isRaw` names the requests whose body a handler streams itself.
 */
export function jsonBody(isRaw: (request: ApiRequest) => boolean) {
  return (request: ApiRequest, _response: Response, next: NextFunction): void => {
    request.body = NOTHING;
    if (!UNSAFE.has(request.method) || isRaw(request)) return next();
    read(request).then(
      (body) => {
        request.body = body;
        next();
      },
      (error: unknown) => next(error),
    );
  };
}

async function read(request: ApiRequest): Promise<Readonly<Record<string, unknown>>> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) throw tooLarge();
  const bytes = await collect(request);
  if (bytes.length === 0) return NOTHING;
  assertJson(request);
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Problem('MALFORMED_BODY', 'The body must be a JSON object.');
  const errors: FieldError[] = [];
  inspect(value, '', 0, errors);
  if (errors.length > 0) throw invalid(...errors);
  return value as Readonly<Record<string, unknown>>;
}

function collect(request: ApiRequest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LARGEST_BODY) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new Problem('MALFORMED_BODY', 'The body ended before its length was reached.')));
  });
}

function assertJson(request: ApiRequest): void {
  const type = request.headers['content-type'] ?? '';
  const [media, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  const foreign = parameters.some(
    (parameter) => /^charset=/.test(parameter) && !/^charset="?utf-?8"?$/.test(parameter),
  );
  const coding = request.headers['content-encoding'];
  if (media !== 'application/json' || foreign || (coding !== undefined && coding !== 'identity'))
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json in UTF-8, not compressed.');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it is not UTF-8';
    throw new Problem('MALFORMED_BODY', `The body is not JSON: ${why}.`);
  }
}

function inspect(value: unknown, field: string, depth: number, errors: FieldError[]): void {
  if (typeof value === 'string' && !value.isWellFormed())
    errors.push({ field, message: 'half a character (a lone surrogate) is not text.', code: 'NOT_UNICODE' });
  if (typeof value !== 'object' || value === null) return;
  if (depth >= DEEPEST) throw new Problem('MALFORMED_BODY', `The body is nested deeper than ${DEEPEST} levels.`);
  if (Array.isArray(value)) value.forEach((item, index) => inspect(item, `${field}[${index}]`, depth + 1, errors));
  else inspectMembers(value as Record<string, unknown>, field, depth, errors);
}

function inspectMembers(value: Record<string, unknown>, field: string, depth: number, errors: FieldError[]): void {
  for (const [key, member] of Object.entries(value)) {
    const path = field === '' ? key : `${field}.${key}`;
    if (key === '__proto__' || !key.isWellFormed())
      errors.push({ field: path.toWellFormed(), message: 'there is no such field.', code: 'UNKNOWN_FIELD' });
    else inspect(member, path, depth + 1, errors);
  }
}

function tooLarge(): Problem {
  return new Problem('TOO_LARGE', `A request may have ${LARGEST_BODY} bytes; upload larger content as a file.`);
}
