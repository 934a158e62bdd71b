import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Text } from '#domain/kernel/fields.js';

/** A name and a password, as typed. */
export class Credential {
  @Text(200) readonly name: string;
  @Text(1_000) readonly password: string;
}

/** The present password and the one to come. */
export class PasswordChange {
  @Text(1_000) readonly current: string;
  @Text(1_000) readonly next: string;
}

/** What a new token is for, and how long it is good; without a limit until it is revoked. */
export class TokenOrder {
  @Text(200) readonly label: string;
  @IsOptional() @IsInt() @Min(1) @Max(3_650) readonly expiresInDays?: number;
}
