import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import { placeOfTerm, type TermPlace } from '../terms/darwin-core.js';

/** The longest value of one term, in UTF-16 units: longer than any label, shorter than what would block a reader. */
export const LONGEST_VALUE = 65_000;
/** How many values one command may carry in a list or map. */
export const MOST_ENTRIES = 1_000;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

const wellFormed = (each: boolean): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isWellFormed',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && value.isWellFormed(),
        defaultMessage: () => '$property holds half a character (a lone surrogate); send it as whole Unicode text.',
      },
    },
    { each },
  );

/** Free text, kept byte for byte, at most `longest` UTF-16 units. */
export const Text = (longest = LONGEST_VALUE): PropertyDecorator =>
  all(IsString(), MaxLength(longest), wellFormed(false));

/** A list of free texts. */
export const Texts = (longest = LONGEST_VALUE): PropertyDecorator =>
  all(IsArray(), IsString({ each: true }), MaxLength(longest, { each: true }), wellFormed(true));

/** Optional free text: blank means absent. */
export const OptionalText = (longest = LONGEST_VALUE): PropertyDecorator => all(IsOptional(), Text(longest));

/** The sentence that a person adds to explain what was done. */
export const Note = (): PropertyDecorator => OptionalText(10_000);

/** An id of ours: a UUID in lower case. */
export const Id = (): PropertyDecorator =>
  Matches(UUID, { message: '$property must be a UUID in lower case, such as 0d9c6e0c-6c63-5a4e-9d1d-0a3b5f0c7a11.' });

/** Lower-case hex SHA-256. */
export const Sha256 = (): PropertyDecorator =>
  Matches(/^[0-9a-f]{64}$/, { message: '$property must be a SHA-256 as 64 lower-case hex digits.' });

/** A list of 1 to {@link MOST_ENTRIES} entries, each checked as its own class. */
export const Entries = (entryClass: () => new () => object): PropertyDecorator =>
  all(IsArray(), ArrayMinSize(1), ArrayMaxSize(MOST_ENTRIES), ValidateNested({ each: true }), Type(entryClass));

/** A map from terms to texts; `place` says which Darwin Core terms may stand in it. */
export function TermMap(place: Exclude<TermPlace, 'either'> | 'any'): PropertyDecorator {
  return ValidateBy({
    name: 'isTermMap',
    constraints: [place],
    validator: {
      validate: (value: unknown) => termMapProblem(value, place) === undefined,
      defaultMessage: (args?: ValidationArguments) => `${args?.property} ${termMapProblem(args?.value, place)}`,
    },
  });
}

/** One term's name, as in a correction. */
export function TermName(): PropertyDecorator {
  return ValidateBy({
    name: 'isTermName',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && placeOfTerm(value) !== undefined,
      defaultMessage: (args?: ValidationArguments) => `$property ${unknownTerm(String(args?.value))}`,
    },
  });
}

function termMapProblem(value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'must be an object of values by term, such as {"locality": "Mont Royal"}.';
  const entries = Object.entries(value);
  if (entries.length > MOST_ENTRIES)
    return `has ${entries.length} entries; at most ${MOST_ENTRIES} fit in one command.`;
  for (const [term, text] of entries) {
    const problem = valueProblem(text) ?? (place === 'any' ? nameProblem(term) : placeProblem(term, place));
    if (problem) return `${term}: ${problem}`;
  }
  return undefined;
}

function valueProblem(text: unknown): string | undefined {
  if (typeof text !== 'string') return 'the value must be text, also where it is a number.';
  if (text.length > LONGEST_VALUE) return `the value has ${text.length} characters; at most ${LONGEST_VALUE} are kept.`;
  if (!text.isWellFormed()) return 'the value holds half a character (a lone surrogate); send whole Unicode text.';
  return undefined;
}

// Integer-like names cannot stand in canonical JSON (their order is not kept); a name is a short identifier or a URI.
function nameProblem(term: string): string | undefined {
  return /^[A-Za-z][\w.-]{0,99}$/.test(term) || placeOfTerm(term) ? undefined : unknownTerm(term);
}

function placeProblem(term: string, place: string): string | undefined {
  const found = placeOfTerm(term);
  if (found === undefined) return unknownTerm(term);
  if (found === place || found === 'either') return undefined;
  return found === 'determination'
    ? 'is part of a determination; send it as an identification.'
    : 'describes the specimen; a determination cannot carry it.';
}

function unknownTerm(term: string): string {
  return `"${term.slice(0, 100)}" is neither a Darwin Core term nor the full URI of another vocabulary's term.`;
}
