import type { NextFunction, Response } from 'express';
import { Problem } from '../problems/problem.js';
import type { ApiRequest } from './api-request.js';

/**
 * Refuses addresses that cannot be read and hosts this server does not go by. The latter stops pages of other sites that
 * point their own name at this machine (DNS rebinding). `hosts` empty: any name is good, a proxy in front decides.
 */
export function addressCheck(hosts: readonly string[]) {
  const known = new Set(hosts.map((host) => host.toLowerCase()));
  return (request: ApiRequest, _response: Response, next: NextFunction): void => {
    if (request.url.includes('%')) assertReadable(request.url);
    if (known.size > 0 && !known.has(hostnameOf(request.headers.host)))
      throw new Problem(
        'UNKNOWN_HOST',
        'This server does not go by the name in the Host header; see the setting HOSTS.',
      );
    next();
  };
}

function assertReadable(url: string): void {
  const path = url.split('?', 1)[0] as string;
  if (decoded(path).includes('\0')) throw new Problem('MALFORMED_URL', 'The address has a NUL.');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Problem('MALFORMED_URL', 'The address has a percent sign that does not stand for UTF-8.');
  }
}

function hostnameOf(host: string | undefined): string {
  if (!host) return '';
  return (
    host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':', 1)[0] as string)
  ).toLowerCase();
}
