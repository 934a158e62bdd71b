import type { Fact } from '../kernel/decider.js';
import type { Role } from '../terms/permissions.js';

/** Account of a person or a program; passwords, sessions, tokens and mail addresses are in the vault. */
export type AccountRegistered = Fact<
  'AccountRegistered',
  { readonly name: string; readonly displayName: string; readonly kind: 'person' | 'program' }
>;
/** A role was granted; `collectionId` is a collection's id, or `*` for all of them. */
export type AccountRoleGranted = Fact<
  'AccountRoleGranted',
  { readonly role: Role; readonly collectionId: string; readonly note?: string }
>;
/** A role was taken away. */
export type AccountRoleWithdrawn = Fact<
  'AccountRoleWithdrawn',
  { readonly role: Role; readonly collectionId: string; readonly note?: string }
>;
/** Nobody can sign in with the account any more. */
export type AccountClosed = Fact<'AccountClosed', { readonly note?: string }>;
/** The account is open again, with the roles it had. */
export type AccountReopened = Fact<'AccountReopened', { readonly note?: string }>;
export type AccountEvent =
  AccountRegistered | AccountRoleGranted | AccountRoleWithdrawn | AccountClosed | AccountReopened;
