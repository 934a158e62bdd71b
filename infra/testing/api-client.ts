/** An answer, its JSON read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test says what it expects
  readonly body: any;
}

interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a server as a program or as a browser would: keeps cookies and echoes the XSRF token. */
export class ApiClient {
  private readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
    /** Account behind the token, when there is one. */
    readonly accountId = '',
  ) {}

  /** The headers that go with every request. */
  get sent(): Readonly<Record<string, string>> {
    return this.headers;
  }

  withHeaders(headers: Readonly<Record<string, string>>, accountId = this.accountId): ApiClient {
    return new ApiClient(this.url, { ...this.headers, ...headers }, accountId);
  }

  get(path: string, headers?: Ask['headers']): Promise<Answer> {
    return this.ask('GET', path, { headers });
  }

  post(path: string, body?: unknown, headers?: Ask['headers']): Promise<Answer> {
    return this.ask('POST', path, { body, headers });
  }

  /** Asks for a path below /api/v1, or for any path that begins with a slash. Strings and bytes are sent as they are. */
  async ask(method: string, path: string, { body, headers }: Ask = {}): Promise<Answer> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(path.startsWith('/') ? this.url + path : `${this.url}/api/v1/${path}`, {
      method,
      headers: {
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...this.cookieHeaders(),
        ...this.headers,
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    this.keepCookies(response.headers.getSetCookie());
    const text = await response.text();
    const json = /json\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json ? (JSON.parse(text) as unknown) : undefined,
    };
  }

  /** A cookie as it stands now. */
  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  /** Plants or takes away a cookie. */
  setCookie(name: string, value: string | undefined): void {
    if (value === undefined) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  private cookieHeaders(): Record<string, string> {
    if (this.cookies.size === 0) return {};
    const xsrf = this.cookies.get('XSRF-TOKEN');
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return { cookie, ...(xsrf !== undefined && { 'x-xsrf-token': xsrf }) };
  }

  private keepCookies(cookies: readonly string[]): void {
    for (const line of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.setCookie(name, value === '' ? undefined : value);
    }
  }
}
