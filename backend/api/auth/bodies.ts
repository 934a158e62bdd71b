import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Text } from '#domain/kernel/fields.js';

/** A name and a password, as typed. */
export class Credential {
  /** The name of the account. */
  @Text(200) readonly name: string;
  /** Its password. */
  @Text(1_000) readonly password: string;
}

/** The present password and the one to come. */
export class PasswordChange {
  /** The present password. */
  @Text(1_000) readonly current: string;
  /** The new one: at least ten characters. */
  @Text(1_000) readonly next: string;
}

/** What a new token is for, and how long it is good; without a limit until it is revoked. */
export class TokenOrder {
  /** What the token is for, to know it again in the list. */
  @Text(200) readonly label: string;
  /** Days until it ends by itself; absent: never. */
  @IsOptional() @IsInt() @Min(1) @Max(3_650) readonly expiresInDays?: number;
}
