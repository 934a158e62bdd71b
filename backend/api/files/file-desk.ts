import { Inject, Injectable } from '@nestjs/common';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { permits, type Permission } from '#domain/terms/permissions.js';
import { FileTooLarge, type StoredFile } from '#files/file-store.js';
import type { AccountServices } from '#tasks/accounts/account-services.js';
import type { Principal } from '#tasks/accounts/principal.js';
import { addressOf } from '../auth/session-desk.js';
import type { House } from '#wiring/house.js';
import type { ApiSettings } from '../api-settings.js';
import { grantOf } from '../http/acts.js';
import { principalOf, queryOf, type ApiRequest } from '../http/api-request.js';
import { Problem } from '../problems/problem.js';
import { ACCOUNTS, HOUSE, SETTINGS } from '../tokens.js';
import { rangeOf, type ByteRange } from './byte-range.js';
import { safeTypeOf, SNIFFED_BYTES } from './safe-type.js';

/** A file that was taken in. */
export interface UploadedFile extends StoredFile {
  readonly name: string;
}

const UPLOADING: readonly Permission[] = ['import.run', 'specimen.attach-media'];

/** Taking files in and giving them out, never as something that a browser would run. */
@Injectable()
export class FileDesk {
  constructor(
    @Inject(HOUSE) private readonly house: House,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(ACCOUNTS) private readonly accounts: AccountServices,
  ) {}

  async upload(request: ApiRequest): Promise<UploadedFile> {
    assertMayUpload(principalOf(request));
    const most = this.settings.longestUpload;
    if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
    const stored = await this.house.files.put(request, most).catch((error: unknown) => {
      if (error instanceof FileTooLarge) throw tooLarge(most);
      throw request.readableAborted ? new Problem('MALFORMED_BODY', 'The upload ended before its end.') : error;
    });
    return { ...stored, name: nameOf(request) ?? stored.sha256 };
  }

  async download(request: ApiRequest, response: Response): Promise<void> {
    const principal = principalOf(request);
    grantOf(principal, 'specimen.read');
    const sha256 = String(request.params['sha256']).toLowerCase();
    const file = /^[0-9a-f]{64}$/.test(sha256) ? await this.house.files.stat(sha256) : undefined;
    if (!file) throw new Problem('NOT_FOUND', 'There is no file with this SHA-256.');
    const range = rangeOf(request.headers.range, file.bytes);
    const isPicture = await this.setHeaders(response, request, file);
    if (request.headers['if-none-match'] === `"${sha256}"`) return void response.status(304).end();
    const isLookedAt = isPicture && isShownInPage(request, principal);
    if (request.method !== 'HEAD' && !isLookedAt) await this.noteDownload(request, principal, sha256);
    await this.send(response, request.method === 'HEAD', file, range);
  }

  /** Answers whether the file is a picture that a browser may show. */
  private async setHeaders(response: Response, request: ApiRequest, { sha256, bytes }: StoredFile): Promise<boolean> {
    const { type, inline } = safeTypeOf(await this.firstBytes(sha256, bytes));
    response.setHeader('Content-Type', type);
    response.setHeader('Content-Disposition', disposition(inline, nameOf(request) ?? sha256.slice(0, 16)));
    // Even a picture that turns out to be something else can do nothing here.
    response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    response.setHeader('ETag', `"${sha256}"`);
    response.setHeader('Accept-Ranges', 'bytes');
    return inline;
  }

  private async send(
    response: Response,
    headOnly: boolean,
    { sha256, bytes }: StoredFile,
    range?: ByteRange,
  ): Promise<void> {
    response.status(range ? 206 : 200);
    if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${bytes}`);
    response.setHeader('Content-Length', range ? range.end - range.start + 1 : bytes);
    if (headOnly || bytes === 0) return void response.end();
    // The client may go away at any time; that is no error of ours.
    await pipeline(await this.house.files.open(sha256, range), response).catch(() => response.destroy());
  }

  private async firstBytes(sha256: string, bytes: number): Promise<Buffer> {
    if (bytes === 0) return Buffer.alloc(0);
    const chunks: Buffer[] = [];
    for await (const chunk of await this.house.files.open(sha256, {
      start: 0,
      end: Math.min(bytes, SNIFFED_BYTES) - 1,
    }))
      chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  private noteDownload(request: ApiRequest, { accountId, via }: Principal, sha256: string): Promise<void> {
    return this.accounts.log.add({
      what: 'file-downloaded',
      accountId,
      about: sha256,
      address: addressOf(request),
      via,
    });
  }
}

/**
 * Whether a browser asks for this as part of a page that somebody reads: a thumbnail, or a picture in the viewer. That is
 * reading, as the record beside it is; opening it by itself, saving it, or asking for it with a token is taking it out.
 * Browsers say so by `Sec-Fetch-Dest`, except over plain http from another machine, where they ask for pictures only.
 */
function isShownInPage({ headers }: ApiRequest, { via }: Principal): boolean {
  if (via !== 'session') return false;
  const wanted = headers['sec-fetch-dest'];
  return wanted === undefined ? /^image\//.test(headers.accept ?? '') : wanted === 'image';
}

function assertMayUpload(principal: Principal): void {
  if (!UPLOADING.some((permission) => permits(principal.grants, permission))) grantOf(principal, 'import.run');
}

function nameOf(request: ApiRequest): string | undefined {
  const name = queryOf(request).get('name')?.trim().toWellFormed().slice(0, 255);
  return name ? name : undefined;
}

/** RFC 6266: plain ASCII for old clients, UTF-8 for all others; no quote, slash or control character gets through. */
function disposition(inline: boolean, name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

function tooLarge(most: number): Problem {
  return new Problem('TOO_LARGE', `A file may have ${most} bytes here (setting MAX_UPLOAD_MB).`, { details: { most } });
}
