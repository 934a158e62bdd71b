import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';
import { openApiDocument } from './document.js';

const AT = '/api/docs';
const UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Collection ledger: HTTP interface</title>
    <link rel="icon" href="${AT}/favicon-32x32.png" />
    <link rel="stylesheet" href="${AT}/swagger-ui.css" />
  </head>
  <body>
    <div id="documentation"></div>
    <script src="${AT}/swagger-ui-bundle.js"></script>
    <script src="${AT}/begin.js"></script>
  </body>
</html>
`;

// "Try it out" works with the session of the web app: the page is of the same origin and echoes its XSRF cookie.
const BEGIN = `SwaggerUIBundle({
  url: '${AT}/openapi.json',
  dom_id: '#documentation',
  deepLinking: true,
  requestInterceptor: (request) => {
    const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie);
    if (token) request.headers['X-XSRF-TOKEN'] = token[1];
    return request;
  },
});
`;

/** Serves the documentation at /api/docs: the document and a page that shows it, without a script inside the page. */
export function serveDocumentation(app: NestExpressApplication, prefix: string): void {
  let document: string | undefined;
  const answers: Readonly<Record<string, readonly [string, () => string]>> = {
    '/': ['text/html', () => PAGE],
    '/begin.js': ['text/javascript', () => BEGIN],
    '/openapi.json': ['application/json', () => (document ??= JSON.stringify(openApiDocument(prefix)))],
  };
  app.use(AT, (request: ApiRequest, response: Response, next: NextFunction) => {
    const answer = request.method === 'GET' || request.method === 'HEAD' ? answers[request.path] : undefined;
    if (!answer) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.type(answer[0]).send(answer[1]());
  });
  app.useStaticAssets(UI, { prefix: AT, index: false, redirect: false });
}
