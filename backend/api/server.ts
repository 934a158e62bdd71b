import { HttpException, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Response } from 'express';
import type { Account } from '#projections/account-register/view.js';
import { accountServices } from '#tasks/accounts/account-services.js';
import { AuthGuard } from './auth/auth.guard.js';
import { CONTROLLERS, PROVIDERS } from './controllers.js';
import type { House } from '#wiring/house.js';
import type { ApiSettings } from './api-settings.js';
import { addressCheck } from './http/address-check.js';
import type { ApiRequest } from './http/api-request.js';
import { jsonBody } from './http/json-body.js';
import { securityHeaders } from './http/security-headers.js';
import { serveDocumentation } from './openapi/serve.js';
import { PREFIX } from './prefix.js';
import { ProblemFilter } from './problems/problem-filter.js';
import { servePages } from './spa.js';
import { ACCOUNTS, HOUSE, SETTINGS } from './tokens.js';

const MINUTE = 60_000;
/** How long requests under way may take when the server closes, in milliseconds. */
const GRACE = 3_000;
/** How often connections are looked for that have become idle since. */
const IDLE_LOOK = 50;

@Module({})
class ApiModule {
  static over(house: House, settings: ApiSettings): DynamicModule {
    const register = { get: (id: string) => house.view<Account>('account-register').get(id) };
    return {
      module: ApiModule,
      controllers: [...CONTROLLERS],
      providers: [
        { provide: HOUSE, useValue: house },
        { provide: SETTINGS, useValue: settings },
        { provide: ACCOUNTS, useValue: accountServices(house.vault, register, () => house.now()) },
        { provide: APP_GUARD, useClass: AuthGuard },
        ...PROVIDERS,
      ],
    };
  }
}

/** The server over an opened house, ready to listen. Closing it does not close the house. */
export async function createServer(house: House, settings: ApiSettings): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.over(house, settings), {
    bodyParser: false,
    logger: ['error', 'warn'],
  });
  const problems = new ProblemFilter();
  app.disable('x-powered-by').disable('etag');
  app.set('query parser', false);
  if (settings.trustProxy) app.set('trust proxy', 1);
  app.use(
    securityHeaders(settings.mapTiles ? [new URL(settings.mapTiles.url).origin] : []),
    addressCheck(settings.hosts),
    jsonBody(isUpload),
  );
  app.setGlobalPrefix(PREFIX, { exclude: ['health/live', 'health/ready'] });
  app.useGlobalFilters(problems);
  serveDocumentation(app, PREFIX);
  await app.init();
  if (settings.webRoot !== undefined) servePages(app, settings.webRoot);
  serveProblems(app, problems);
  setTimeouts(app);
  return app;
}

/**
 * Takes no more requests, lets those under way end, three seconds at most, and closes. A connection that becomes idle
 * meanwhile is closed too: Node itself looks for idle ones only once, and then waits until their keep-alive time is over.
 */
export async function closeServer(app: NestExpressApplication): Promise<void> {
  const server = app.getHttpServer();
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK);
  const force = setTimeout(() => server.closeAllConnections(), GRACE);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(force);
  }
}

function isUpload(request: ApiRequest): boolean {
  return request.method === 'POST' && request.url.startsWith(`/${PREFIX}/files`);
}

/** What no route took, and what went wrong outside them. */
function serveProblems(app: NestExpressApplication, problems: ProblemFilter): void {
  app.use((request: ApiRequest, response: Response) => problems.send(new HttpException('', 404), request, response));
  app.use((error: unknown, request: ApiRequest, response: Response, _next: NextFunction) =>
    problems.send(error, request, response),
  );
}

function setTimeouts(app: NestExpressApplication): void {
  const server = app.getHttpServer();
  // A large upload over a slow line takes its time; headers do not.
  server.requestTimeout = 120 * MINUTE;
  server.headersTimeout = MINUTE;
  // Longer than a proxy in front keeps its own connections, so that it never meets one just closed.
  server.keepAliveTimeout = 75_000;
}
