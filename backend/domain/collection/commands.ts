import { Type } from 'class-transformer';
import { IsIn, IsInt, IsObject, IsOptional, Max, Min, ValidateBy, ValidateNested } from 'class-validator';
import { Id, Note, OptionalText, Text } from '../kernel/fields.js';

/** A regular expression that compiles. */
const Pattern = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPattern',
    validator: {
      validate: (value: unknown) => typeof value === 'string' && compiles(value),
      defaultMessage: () => '$property must be a regular expression, such as ^QFA\\d{7}$.',
    },
  });

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** What a collection says of itself; only the members given are changed. */
export class CollectionChanges {
  /** Code of the institution, as in `institutionCode` of its records. */
  @OptionalText(100) readonly institutionCode?: string;
  /** Code of the collection, as in `collectionCode` of its records. */
  @OptionalText(100) readonly collectionCode?: string;
  /** Its full name, as people say it. */
  @OptionalText(500) readonly name?: string;
  /** Identifier of the institution: ROR or GRSciColl. */
  @OptionalText(500) readonly institutionID?: string;
  /** Identifier of the collection: GRSciColl. */
  @OptionalText(500) readonly collectionID?: string;
  /** What it holds, in a few sentences. */
  @OptionalText(20_000) readonly description?: string;
  /** A regular expression that new catalogue numbers follow. */
  @IsOptional() @Text(200) @Pattern() readonly catalogNumberPattern?: string;
  /** The collection this one is part of. */
  @IsOptional() @Id() readonly parentCollectionId?: string;
}

/** Establishes a collection; specimens are accessioned into it. */
export class EstablishCollection {
  @IsIn(['EstablishCollection']) readonly type = 'EstablishCollection';
  /** Code of the institution, as in `institutionCode` of its records. */
  @Text(100) readonly institutionCode: string;
  /** Code of the collection, as in `collectionCode` of its records. */
  @Text(100) readonly collectionCode: string;
  /** Its full name, as people say it. */
  @Text(500) readonly name: string;
  /** Identifier of the institution: ROR or GRSciColl. */
  @OptionalText(500) readonly institutionID?: string;
  /** Identifier of the collection: GRSciColl. */
  @OptionalText(500) readonly collectionID?: string;
  /** What it holds, in a few sentences. */
  @OptionalText(20_000) readonly description?: string;
  /** A regular expression that new catalogue numbers follow. */
  @IsOptional() @Text(200) @Pattern() readonly catalogNumberPattern?: string;
  /** The collection this one is part of. */
  @IsOptional() @Id() readonly parentCollectionId?: string;
  @Note() readonly note?: string;
}

/** Changes what a collection says of itself. */
export class DescribeCollection {
  @IsIn(['DescribeCollection']) readonly type = 'DescribeCollection';
  /** The members to change. */
  @IsObject() @ValidateNested() @Type(() => CollectionChanges) readonly changes: CollectionChanges;
  @Note() readonly note?: string;
}

/** Sets the terms on which the collection lends. */
export class SetLoanPolicy {
  @IsIn(['SetLoanPolicy']) readonly type = 'SetLoanPolicy';
  /** Days that a loan runs unless agreed otherwise. */
  @IsInt() @Min(1) @Max(36_525) readonly defaultTermDays: number;
  /** Days that a loan may run at most, extensions included. */
  @IsInt() @Min(1) @Max(36_525) readonly longestTermDays: number;
  /** How many people approve a loan; the one who asked is never one of them. */
  @IsInt() @Min(1) @Max(5) readonly approvalsNeeded: number;
  @Note() readonly note?: string;
}

/** Everything that may be asked of a collection. */
export type CollectionCommand = EstablishCollection | DescribeCollection | SetLoanPolicy;
