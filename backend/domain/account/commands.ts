import { IsIn, IsOptional, Matches } from 'class-validator';
import { Note, Text } from '../kernel/fields.js';
import { ROLES, type Role } from '../terms/permissions.js';

const LoginName = (): PropertyDecorator =>
  Matches(/^[a-z0-9][a-z0-9._-]{0,99}$/, {
    message:
      '$property must be 1 to 100 lower-case letters, digits, dots, underscores or hyphens, such as "m.victorin".',
  });

const CollectionOrAll = (): PropertyDecorator =>
  Matches(/^(\*|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/, {
    message: '$property must be the id of a collection, or * for all.',
  });

/** Opens an account for a person or a program. Its password, tokens and mail address never enter the ledger. */
export class RegisterAccount {
  @IsIn(['RegisterAccount']) readonly type = 'RegisterAccount';
  /** The name to sign in with. */
  @LoginName() readonly name: string;
  /** The name that others read beside what was done. */
  @Text(200) readonly displayName: string;
  /** A person signs in with a password; a program sends a token. */
  @IsOptional() @IsIn(['person', 'program']) readonly kind?: 'person' | 'program';
}

/** Grants a role in one collection or in all. */
export class GrantRole {
  @IsIn(['GrantRole']) readonly type = 'GrantRole';
  /** What the account may do from now on. */
  @IsIn(ROLES) readonly role: Role;
  /** A collection's id, or `*` for all. */
  @CollectionOrAll() readonly collectionId: string;
  @Note() readonly note?: string;
}

/** Takes a role away. */
export class WithdrawRole {
  @IsIn(['WithdrawRole']) readonly type = 'WithdrawRole';
  /** The role to take away. */
  @IsIn(ROLES) readonly role: Role;
  /** A collection's id, or `*`, as it was granted. */
  @CollectionOrAll() readonly collectionId: string;
  @Note() readonly note?: string;
}

/** Closes an account: nobody can sign in with it; what it did stays. */
export class CloseAccount {
  @IsIn(['CloseAccount']) readonly type = 'CloseAccount';
  @Note() readonly note?: string;
}

/** Opens a closed account again, with the roles it had. */
export class ReopenAccount {
  @IsIn(['ReopenAccount']) readonly type = 'ReopenAccount';
  @Note() readonly note?: string;
}

/** Everything that may be asked of an account. */
export type AccountCommand = RegisterAccount | GrantRole | WithdrawRole | CloseAccount | ReopenAccount;
