import type { Fact } from '../kernel/decider.js';
import type { Role } from '../terms/permissions.js';

/** Account of a person or a program; passwords, sessions, tokens and mail addresses are in the vault. */
export type AccountRegistered = Fact<
  'AccountRegistered',
  { readonly name: string; readonly displayName: string; readonly kind: 'person' | 'program' }
>;
/** `collectionId` is a collection's id, or `*` for all of them. */
export type AccountRoleGranted = Fact<
  'AccountRoleGranted',
  { readonly role: Role; readonly collectionId: string; readonly note?: string }
>;
export type AccountRoleWithdrawn = Fact<
  'AccountRoleWithdrawn',
  { readonly role: Role; readonly collectionId: string; readonly note?: string }
>;
export type AccountClosed = Fact<'AccountClosed', { readonly note?: string }>;
export type AccountReopened = Fact<'AccountReopened', { readonly note?: string }>;
export type AccountEvent =
  AccountRegistered | AccountRoleGranted | AccountRoleWithdrawn | AccountClosed | AccountReopened;
