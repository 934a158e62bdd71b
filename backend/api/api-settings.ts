import type { MapTiles, Settings } from '#wiring/settings.js';

/** What the server needs to be told besides the house's own settings. */
export interface ApiSettings {
  /** Names this server goes by; empty: any. */
  readonly hosts: readonly string[];
  /** Whether a proxy in front is trusted for the client's address and scheme. */
  readonly trustProxy: boolean;
  /** Longest upload, in bytes. */
  readonly longestUpload: number;
  /** Pictures to draw maps on. */
  readonly mapTiles?: MapTiles;
  /** Folder of the built web app; absent: not served. */
  readonly webRoot?: string;
  /** Accounts that the demonstration shows at sign-in; absent with real data. */
  readonly demo?: { readonly accounts: readonly { name: string; password: string; role: string }[] };
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** The server's settings from those of the house. On loopback only this machine's own names are answered to. */
export function apiSettingsOf(settings: Settings): ApiSettings {
  const { host, trustProxy, longestUpload, mapTiles } = settings;
  const alone = settings.hosts.length === 0 && LOOPBACK.includes(host);
  return {
    hosts: alone ? ['localhost', '127.0.0.1', '[::1]'] : settings.hosts,
    trustProxy,
    longestUpload,
    ...(mapTiles && { mapTiles }),
  };
}
