import type { Job, JobStatus } from '../../job-queue.js';
import { readJobHash, toJob, type JobHash } from './job-hash.js';
import type { RedisLink } from './redis-link.js';
import { LOOK } from './scripts.js';

/** Looked at in one go when jobs are listed. */
const CHUNK = 100;

type Answer = readonly [readonly string[], number, string | null];

/** Name of BullMQ's queue for a name of jobs: any text without a colon. */
export const queueName = (name: string): string => encodeURIComponent(name);

/**
 * The jobs as they stand in Redis. BullMQ keeps a queue per name and orders ended jobs by their end; beside it we keep the
 * names, and the ids of each name by their time of creation.
 */
export class JobShelf {
  private readonly names = new Set<string>();
  private lastRank = 0;

  constructor(
    private readonly link: RedisLink,
    private readonly prefix: string,
  ) {}

  keyOf(name: string, id: string): string {
    return `${this.prefix}:${queueName(name)}:${id}`;
  }

  lockOf(name: string, id: string): string {
    return `${this.keyOf(name, id)}:lock`;
  }

  /** Notes a job before it is added: one that is noted and not there is passed over, one not noted could not be listed. */
  async note(name: string, id: string, now: number): Promise<void> {
    // Several of one millisecond keep their order; numbers of this size are exact.
    this.lastRank = Math.max(this.lastRank + 1, now * 1000);
    const rank = this.lastRank;
    await this.link.ask((redis) => {
      const transaction = redis.multi().zadd(this.index(name), 'NX', rank, id);
      return (this.names.has(name) ? transaction : transaction.sadd(`${this.prefix}:names`, name)).exec();
    });
    this.names.add(name);
  }

  async forget(name: string, id: string): Promise<void> {
    await this.link.ask((redis) => redis.zrem(this.index(name), id));
  }

  /** The job of an id, whatever its name. */
  async find(id: string, now: number): Promise<Job | undefined> {
    const known = [...this.names];
    return (await this.findAmong(known, id, now)) ?? this.findAmong(await this.newNames(), id, now);
  }

  async get(name: string, id: string, now: number): Promise<Job | undefined> {
    const [hash] = await this.look([{ name, id }]);
    return hash && toJob(id, hash, now);
  }

  /** Newest first. */
  async list(filter: { name?: string; status?: JobStatus; limit?: number }, now: number): Promise<readonly Job[]> {
    await this.newNames();
    const names = filter.name === undefined ? [...this.names] : [filter.name];
    const limit = filter.limit ?? 100;
    const lists = await Promise.all(names.map((name) => this.listOf(name, filter.status, limit, now)));
    return lists
      .flat()
      .sort((a, b) => b.rank - a.rank)
      .slice(0, limit)
      .map(({ job }) => job);
  }

  /** Takes ids of jobs noted before `time` off the list where BullMQ has forgotten the job. */
  async tidy(time: number): Promise<void> {
    for (const name of [...this.names, ...(await this.newNames())]) {
      const old = await this.link.ask((redis) => redis.zrangebyscore(this.index(name), '-inf', time * 1000));
      for (let at = 0; at < old.length; at += CHUNK) {
        const ids = old.slice(at, at + CHUNK);
        const hashes = await this.look(ids.map((id) => ({ name, id })));
        const gone = ids.filter((_, index) => !hashes[index]);
        if (gone.length > 0) await this.link.ask((redis) => redis.zrem(this.index(name), ...gone));
      }
    }
  }

  private async listOf(name: string, status: JobStatus | undefined, limit: number, now: number) {
    const found: { readonly rank: number; readonly job: Job }[] = [];
    for (let from = 0; found.length < limit; from += CHUNK) {
      const ranked = await this.link.ask((redis) =>
        redis.zrevrange(this.index(name), from, from + CHUNK - 1, 'WITHSCORES'),
      );
      if (ranked.length === 0) break;
      const entries = Array.from({ length: ranked.length / 2 }, (_, at) => ({
        id: ranked[at * 2]!,
        rank: Number(ranked[at * 2 + 1]),
      }));
      const hashes = await this.look(entries.map(({ id }) => ({ name, id })));
      entries.forEach(({ id, rank }, at) => {
        const job = hashes[at] && toJob(id, hashes[at], now);
        if (job && (status === undefined || job.status === status)) found.push({ rank, job });
      });
    }
    return found;
  }

  private async findAmong(names: readonly string[], id: string, now: number): Promise<Job | undefined> {
    if (names.length === 0) return undefined;
    const hashes = await this.look(names.map((name) => ({ name, id })));
    const hash = hashes.find((one) => one !== undefined);
    return hash && toJob(id, hash, now);
  }

  /** Names that other processes have added meanwhile. */
  private async newNames(): Promise<readonly string[]> {
    const all = await this.link.ask((redis) => redis.smembers(`${this.prefix}:names`));
    const fresh = all.filter((name) => !this.names.has(name));
    for (const name of fresh) this.names.add(name);
    return fresh;
  }

  private async look(jobs: readonly { name: string; id: string }[]): Promise<readonly (JobHash | undefined)[]> {
    const keys = jobs.flatMap(({ name, id }) => [
      this.keyOf(name, id),
      this.lockOf(name, id),
      `${this.prefix}:${queueName(name)}:delayed`,
    ]);
    const ids = jobs.map(({ id }) => id);
    const answers = await this.link.ask((redis) => redis.eval(LOOK, keys.length, ...keys, ...ids));
    return (answers as Answer[]).map(readJobHash);
  }

  private index(name: string): string {
    return `${this.prefix}:index:${queueName(name)}`;
  }
}
