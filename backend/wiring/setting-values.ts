import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Settings by name, as the environment has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The process must not start: says which settings are wrong, and why. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  constructor(readonly problems: readonly string[]) {
    super(`The settings are wrong: ${problems.join('; ')}.`);
  }
}

/** Reads settings one by one and collects what is wrong, so that all of it can be told at once. */
export class Reading {
  private readonly problems: string[] = [];

  constructor(private readonly environment: Environment) {}

  /** Absent when it is not set, or set to nothing. */
  text(name: string): string | undefined {
    const value = this.environment[name];
    return value === undefined || value === '' ? undefined : value;
  }

  /** A text that may be secret: the setting itself, or what stands in the file that `NAME_FILE` names. */
  secret(name: string): string | undefined {
    const file = this.text(`${name}_FILE`);
    if (file === undefined) return this.text(name);
    if (this.text(name) !== undefined) this.refuse(name, `is there beside ${name}_FILE; one of them says it`);
    try {
      return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      this.refuse(`${name}_FILE`, `cannot be read (${error instanceof Error ? error.message : file})`);
      return undefined;
    }
  }

  flag(name: string): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined || ['0', 'false', 'no'].includes(value)) return false;
    if (!['1', 'true', 'yes'].includes(value)) this.refuse(name, `is ${this.text(name)}; it may be 1 or 0`);
    return true;
  }

  integer(name: string, byDefault: number, least: number, most: number): number {
    const text = this.text(name);
    if (text === undefined) return byDefault;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    this.refuse(name, `is ${text}; it may be a whole number from ${least} to ${most}`);
    return byDefault;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], byDefault: Value): Value {
    const text = this.text(name);
    const value = values.find((one) => one === text);
    if (text !== undefined && value === undefined) this.refuse(name, `is ${text}; it may be ${values.join(', ')}`);
    return value ?? byDefault;
  }

  /** Values between commas. */
  list(name: string): readonly string[] {
    const parts = this.text(name)?.split(',') ?? [];
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  }

  /** The URL of a store, or the file it stands in; paths on this machine (`sqlite:`, `file:`) become absolute. */
  url(name: string, scheme: string, path: string): string {
    const url = this.secret(name);
    if (url === undefined || url === '') return `${scheme}:${path}`;
    const [, given = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? [];
    if (given === '') this.refuse(name, `is no URL such as ${scheme}:${path}`);
    if (rest === '') this.refuse(name, 'says no place behind the colon');
    return given === 'sqlite' || given === 'file' ? `${given}:${resolve(rest.replace(/^\/\/(?=\/)/, ''))}` : url;
  }

  refuse(name: string, why: string): void {
    this.problems.push(`${name} ${why}`);
  }

  /** Fails when anything was refused. */
  end(): void {
    if (this.problems.length > 0) throw new BadSettings(this.problems);
  }
}
