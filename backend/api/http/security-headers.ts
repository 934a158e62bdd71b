import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Response } from 'express';
import helmet from 'helmet';
import type { ApiRequest } from './api-request.js';

/** Angular and Material inject styles; plain http on one machine must not be upgraded to https. */
const policy = (pictures: readonly string[]) => ({
  contentSecurityPolicy: {
    directives: {
      upgradeInsecureRequests: null,
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:', ...pictures],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
      objectSrc: ["'none'"],
    },
  },
  // Sent by whatever ends TLS in front; a browser ignores it on plain http anyway.
  strictTransportSecurity: false,
});

/** Sets the same protective headers on every answer, worked out once. `pictures`: origins that pictures may come from too. */
export function securityHeaders(
  pictures: readonly string[] = [],
): (request: ApiRequest, response: Response, next: NextFunction) => void {
  const headers = [...collected(pictures)];
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}

function collected(pictures: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  const response = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  helmet(policy(pictures))({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw new Error('The security headers are set wrongly.', { cause: error });
  });
  return headers;
}
