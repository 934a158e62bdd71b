import { nextTime, type Every } from '../../schedule-time.js';
import type { RedisLink } from './redis-link.js';
import { MOVE, SCHEDULE } from './scripts.js';

/** A schedule whose time has come. */
export interface DueSchedule {
  readonly key: string;
  readonly name: string;
  readonly data: unknown;
}

interface Definition {
  readonly name: string;
  readonly data: unknown;
  readonly every: Every;
}

/** Schedules with their next times, kept in Redis so that a restart does not put them off. */
export class Schedules {
  private readonly definitions: string;
  private readonly times: string;

  constructor(
    private readonly link: RedisLink,
    prefix: string,
  ) {
    this.definitions = `${prefix}:schedules`;
    this.times = `${prefix}:schedule-times`;
  }

  async put(key: string, definition: Definition, now: number): Promise<void> {
    const next = nextTime(definition.every, now);
    const text = JSON.stringify(definition);
    await this.link.ask((redis) => redis.eval(SCHEDULE, 2, this.definitions, this.times, key, text, next));
  }

  async remove(key: string): Promise<void> {
    await this.link.ask((redis) => redis.multi().hdel(this.definitions, key).zrem(this.times, key).exec());
  }

  /** Those whose time has come, each given to one caller only; times missed in between count once. */
  async takeDue(now: number): Promise<DueSchedule[]> {
    const due = await this.link.ask((redis) => redis.zrangebyscore(this.times, '-inf', now, 'WITHSCORES'));
    const taken: DueSchedule[] = [];
    for (let at = 0; at < due.length; at += 2) {
      const schedule = await this.take(due[at]!, due[at + 1]!, now);
      if (schedule) taken.push(schedule);
    }
    return taken;
  }

  private async take(key: string, seen: string, now: number): Promise<DueSchedule | undefined> {
    const text = await this.link.ask((redis) => redis.hget(this.definitions, key));
    if (text === null) return undefined;
    const { name, data, every } = JSON.parse(text) as Definition;
    const mine = await this.link.ask((redis) => redis.eval(MOVE, 1, this.times, key, seen, nextTime(every, now)));
    return mine === 1 ? { key, name, data } : undefined;
  }
}
