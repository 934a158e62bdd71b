// From what is stored to what mingo computes with.

/** Stored form to what mingo computes with: plain numbers (a long beyond 2^53 stays a Long), RegExp. */
export function promote(v) {
  if (typeof v !== 'object' || v === null || v instanceof Date) return v;
  if (Array.isArray(v) || v._bsontype === undefined) {
    let copy;
    for (const key of Object.keys(v)) {
      const now = promote(v[key]);
      if (now !== v[key]) (copy ??= Array.isArray(v) ? [...v] : { ...v })[key] = now;
    }
    return copy ?? v;
  }
  if (v._bsontype === 'Double') return v.value;
  if (v._bsontype === 'Long') return Number.isSafeInteger(v.toNumber()) ? v.toNumber() : v;
  return v._bsontype === 'BSONRegExp' ? new RegExp(v.pattern, v.options.replace(/[^ims]/g, '')) : v;
}
