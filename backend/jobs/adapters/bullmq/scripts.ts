/** KEYS: for each job its hash, its lock, the set of delayed jobs; ARGV: the ids. Answers [fields, locked, score] each. */
export const LOOK = `
  local seen = {}
  for i, id in ipairs(ARGV) do
    local at = (i - 1) * 3
    seen[i] = { redis.call('HGETALL', KEYS[at + 1]), redis.call('EXISTS', KEYS[at + 2]),
      redis.call('ZSCORE', KEYS[at + 3], id) }
  end
  return seen`;

/** What stands in the field `failedReason` of a job that was cancelled: whoever takes the job is given that field with it. */
export const CANCELLED = 'The job was cancelled.';

/**
 * KEYS: hash and lock of a job; ARGV: the time, {@link CANCELLED}. Marks a job that has not ended as cancelled: 1; 0 when it has ended or
 * there is none. A job that nobody works at is thereby ended (\`idle\`); whoever takes it from its list puts it away.
 */
export const CANCEL = `
  if redis.call('EXISTS', KEYS[1]) == 0 or redis.call('HEXISTS', KEYS[1], 'finishedOn') == 1
    or redis.call('HEXISTS', KEYS[1], 'idle') == 1 then return 0 end
  local locked = redis.call('EXISTS', KEYS[2]) == 1
  local before = redis.call('HEXISTS', KEYS[1], 'cancel') == 1
  if not before then redis.call('HSET', KEYS[1], 'cancel', ARGV[1], 'failedReason', ARGV[2]) end
  if not locked then
    if before then return 0 end
    redis.call('HSET', KEYS[1], 'idle', 1)
  end
  return 1`;

/**
 * KEYS: definitions of schedules, their next times; ARGV: key, definition, next time. The same definition of the rhythm
 * keeps the next time, so that a restart does not put a run off.
 */
export const SCHEDULE = `
  local old = redis.call('HGET', KEYS[1], ARGV[1])
  local same = old and cjson.encode(cjson.decode(old).every) == cjson.encode(cjson.decode(ARGV[2]).every)
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  if not (same and redis.call('ZSCORE', KEYS[2], ARGV[1])) then redis.call('ZADD', KEYS[2], ARGV[3], ARGV[1]) end
  return 1`;

/** KEYS: next times; ARGV: key, the time seen, the next time. 1 for the one caller who moves it. */
export const MOVE = `
  local seen = redis.call('ZSCORE', KEYS[1], ARGV[1])
  if not seen or tonumber(seen) ~= tonumber(ARGV[2]) then return 0 end
  redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
  return 1`;
