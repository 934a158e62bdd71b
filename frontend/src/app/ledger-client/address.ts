/** Where the API lives on this server. */
export const API = '/api/v1';

/** Parameters of an address; a list is repeated, undefined is left out. */
export type Asked = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The address under which the API is asked, `path` beginning with a slash. */
export function addressOf(path: string, asked: Asked = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) {
    if (value === undefined) continue;
    const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
    for (const one of values) query.append(name, one);
  }
  return query.size > 0 ? `${API}${path}?${query}` : API + path;
}
