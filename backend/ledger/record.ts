/** The envelope of an event: the storage format. Absent members are left out, never null. */
export interface Envelope {
  readonly v: 1;
  readonly id: string;
  readonly type: string;
  readonly schema: number;
  readonly stream: string;
  readonly revision: number;
  /** Leaf hash of revision − 1; absent at revision 0. */
  readonly prev?: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: {
    readonly id: string;
    readonly role: string;
    readonly via: 'session' | 'token' | 'cli' | 'job' | 'policy';
  };
  readonly onBehalfOf?: string;
  readonly reason?: string;
  readonly basis?: string;
  readonly source: {
    readonly kind: 'ui' | 'api' | 'import' | 'policy' | 'cli';
    readonly ref?: string;
    readonly sha256?: string;
    /** 1-based row of the core file, header not counted. */
    readonly row?: number;
  };
  /** YYYY-MM-DDTHH:mm:ss.sssZ, never before the stream's previous event. */
  readonly at: string;
  readonly occurred?: string;
  readonly corrects?: readonly string[];
  readonly dataHash: string;
}

/** Who asks for what, in which act: what `handle` stamps on the events of a command. */
export interface CommandContext {
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly actor: Envelope['actor'];
  readonly onBehalfOf?: string;
  readonly source: Envelope['source'];
  /** Milliseconds since 1970. */
  readonly at: number;
}
