import { IsOptional } from 'class-validator';
import { RegisterAccount } from '#domain/account/commands.js';
import { Text } from '#domain/kernel/fields.js';

/** An account to register, with the password it signs in with. */
export class AccountOrder extends RegisterAccount {
  /** The first password; absent for a program. */
  @IsOptional() @Text(1_000) readonly password?: string;
}
