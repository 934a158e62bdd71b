import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Id, Note, OptionalText, Sha256, Text, Texts } from '#domain/kernel/fields.js';

const MOST_COLUMNS = 5_000;

/** A file that was uploaded. */
export class FileChoice {
  /** Digest of its content, as the upload answered. */
  @Sha256() readonly sha256: string;
  /** As it was called where it came from. */
  @Text(255) readonly name: string;
}

/** What one column is read as. */
export class ColumnChoice {
  /** `core`, or the extension's row type. */
  @Text(1_000) readonly table: string;
  /** From 0; absent for a value that no column carries. */
  @IsOptional() @IsInt() @Min(0) @Max(100_000) readonly index?: number;
  /** The column's header. */
  @OptionalText(1_000) readonly column?: string;
  /** Simple Darwin Core name or full URI; absent: kept as unmapped. */
  @OptionalText(1_000) readonly term?: string;
  /** What blank cells mean. */
  @OptionalText(10_000) readonly default?: string;
  /** Texts that mean "absent" in this column. */
  @IsOptional() @Texts(1_000) @ArrayMaxSize(1_000) readonly nulls?: readonly string[];
}

/** Choices for the whole import. */
export class ImportChoices {
  /** Whether new records are shown to the public at once; not, unless said. */
  @IsOptional() @IsBoolean() readonly released?: boolean;
}

/** What to preview. */
export class PreviewOrder {
  /** The uploaded file. */
  @IsObject() @ValidateNested() @Type(() => FileChoice) readonly file: FileChoice;
  /** Absent: as if into a new collection. */
  @IsOptional() @Id() readonly collectionId?: string;
  /** Absent: what the file itself says. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_COLUMNS)
  @ValidateNested({ each: true })
  @Type(() => ColumnChoice)
  readonly mapping?: readonly ColumnChoice[];
  /** Choices for the whole import. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => ImportChoices) readonly options?: ImportChoices;
}

/** Which preview to carry out. */
export class ImportOrder {
  /** The job of a preview that has completed. */
  @Text(100) readonly previewJobId: string;
  /** Where to; absent: as previewed, or a new collection by the preview's suggestion. */
  @IsOptional() @Id() readonly collectionId?: string;
  @Note() readonly note?: string;
}

/** Why an import is taken back. */
export class UndoOrder {
  @Note() readonly note?: string;
}

/** Why an import is stopped. */
export class CancelOrder {
  @Note() readonly note?: string;
}
