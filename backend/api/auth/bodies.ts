import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Text } from '#domain/kernel/fields.js';

/** A name and a password, as typed. */
export class Credential {
  /** The name of the account. */
  /** Its password. */
  @Text(200) readonly name: string;
  @Text(1_000) readonly password: string;
}

/** The present password and the one to come. */
export class PasswordChange {
  /** The present password. */
  /** The new one: at least ten characters. */
  @Text(1_000) readonly current: string;
  @Text(1_000) readonly next: string;
}

/** What a new token is for, and how long it is good; without a limit until it is revoked. */
export class TokenOrder {
  /** What the token is for, to know it again in the list. */
  /** Days until it ends by itself; absent: never. */
  @Text(200) readonly label: string;
  @IsOptional() @IsInt() @Min(1) @Max(3_650) readonly expiresInDays?: number;
}
