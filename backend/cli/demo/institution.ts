import type { Role } from '#domain/terms/permissions.js';
import { uuidV5 } from '#ledger/uuid.js';
import { accountIdOf } from '#tasks/accounts/account-id.js';
import { INSECTS, VERTEBRATES } from './animals.js';
import { PLANTS } from './plants.js';
import type { DemoTaxon } from './taxa.js';

const DEMO = 'd3e0c0de-0000-5000-8000-0000000000de';

/** An id of the demonstration that is the same every time. */
export function demoId(name: string): string {
  return uuidV5(DEMO, name);
}

/** A collection of the demonstration museum. */
export interface DemoCollection {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly description: string;
  /** p plants, i insects, v vertebrates: as in `people.ts`. */
  readonly group: 'p' | 'i' | 'v';
  readonly taxa: readonly DemoTaxon[];
  readonly kingdom: string;
  readonly specimens: number;
  readonly preparations: readonly string[];
  readonly measurements: readonly (readonly [type: string, unit: string, least: number, most: number])[];
  /** Login names of who curates and who enters. */
  readonly curator: string;
  readonly entry: string;
}

/** The code that the demonstration museum goes by: Musée de démonstration d'histoire naturelle. */
export const INSTITUTION = 'MDHN';

/** Herbarium, insects, vertebrates. */
export const COLLECTIONS: readonly DemoCollection[] = [
  {
    id: demoId('collection HERB'),
    code: 'HERB',
    name: 'Herbier · Herbarium',
    description: 'Vascular plants of north-eastern North America, with some of western Europe. Made up for trying out.',
    group: 'p',
    taxa: PLANTS,
    kingdom: 'Plantae',
    specimens: 1_900,
    preparations: ['sheet', 'sheet', 'sheet', 'sheet | fruits in packet'],
    measurements: [['leaf length', 'mm', 8, 160]],
    curator: 'curator',
    entry: 'entry',
  },
  {
    id: demoId('collection ENT'),
    code: 'ENT',
    name: 'Insectes · Insects',
    description: 'Pinned insects of eastern Canada. Made up for trying out.',
    group: 'i',
    taxa: INSECTS,
    kingdom: 'Animalia',
    specimens: 750,
    preparations: ['pinned', 'pinned', 'pinned', 'point-mounted', 'papered'],
    measurements: [['wing length', 'mm', 6, 60]],
    curator: 'entomologist',
    entry: 'student',
  },
  {
    id: demoId('collection VERT'),
    code: 'VERT',
    name: 'Vertébrés · Vertebrates',
    description: 'Amphibians, reptiles, birds and mammals of eastern Canada. Made up for trying out.',
    group: 'v',
    taxa: VERTEBRATES,
    kingdom: 'Animalia',
    specimens: 350,
    preparations: ['fluid (ethanol 70 %)', 'fluid (ethanol 70 %)', 'study skin | skull', 'skeleton'],
    measurements: [
      ['total length', 'mm', 60, 400],
      ['mass', 'g', 4, 300],
    ],
    curator: 'entomologist',
    entry: 'student',
  },
];

/** An account to try the demonstration with. */
export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly role: Role;
  /** Codes of the collections it works in; none: all. */
  readonly collections: readonly string[];
}

/** The password of every demonstration account: shown to everybody, so that it protects nothing. */
export const DEMO_PASSWORD = 'pressed between papers';

const account = (name: string, displayName: string, role: Role, ...collections: readonly string[]): DemoAccount => ({
  id: accountIdOf(name),
  name,
  displayName,
  role,
  collections,
});

/** One account at least for each role that signs in. */
export const ACCOUNTS: readonly DemoAccount[] = [
  account('curator', 'Maude Bergeron', 'curator', 'HERB'),
  account('entomologist', 'James Whitfield', 'curator', 'ENT', 'VERT'),
  account('manager', 'Sophie Nguyen', 'collection-manager'),
  account('entry', 'Thomas Lavoie', 'data-entry', 'HERB'),
  account('student', 'Emma Clarke', 'data-entry', 'ENT', 'VERT'),
  account('viewer', 'Paul Moreau', 'viewer'),
  account('auditor', 'Hélène Roy', 'auditor'),
  account('admin', 'Alice Tremblay', 'administrator'),
];

/** The account with this name to sign in. */
export function accountNamed(name: string): DemoAccount {
  const found = ACCOUNTS.find((one) => one.name === name);
  if (!found) throw new Error(`The demonstration has no account ${name}.`);
  return found;
}
