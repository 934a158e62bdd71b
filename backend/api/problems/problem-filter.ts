import { randomUUID } from 'node:crypto';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request.js';
import { Problem } from './problem.js';
import { problemOf } from './problem-of.js';

const AWAY_TOLD_EVERY = 10_000;

/** Turns whatever was thrown into a problem answer. What has no entry in the table is an error of ours: logged, and 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Api');
  /** When it was last told that a store is away, by the name of the error. */
  private readonly toldAway = new Map<string, number>();

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(error, http.getRequest<ApiRequest>(), http.getResponse<Response>());
  }

  /** Sends the problem for an error outside Nest's own reach, too. */
  send(error: unknown, request: ApiRequest, response: Response): void {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem =
      problemOf(error instanceof HttpException ? fromNest(error, request) : error) ?? this.ours(error, request);
    if (problem.kind === 'STORE_UNAVAILABLE') this.tellAway(error as Error);
    // What is left of a body that was not wanted is not read.
    if (!request.complete) response.setHeader('Connection', 'close');
    if (problem.extras.retryAfterSeconds !== undefined)
      response.setHeader('Retry-After', Math.max(1, Math.ceil(problem.extras.retryAfterSeconds)));
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="collection ledger"');
    response.setHeader('Cache-Control', 'no-store');
    response.status(problem.status).setHeader('Content-Type', 'application/problem+json; charset=utf-8');
    response.end(JSON.stringify(problem.body()));
  }

  /** The reason stands in the log only, for it names hosts inside; once in a while, since everybody who asks is refused. */
  private tellAway({ name, message }: Error): void {
    const now = performance.now();
    if (now - (this.toldAway.get(name) ?? -Infinity) < AWAY_TOLD_EVERY) return;
    this.toldAway.set(name, now);
    this.logger.warn(`Requests are answered with 503: ${message}`);
  }

  private ours(error: unknown, request: ApiRequest): Problem {
    const reference = randomUUID();
    this.logger.error(`${reference} ${request.method} ${request.path}: ${(error as Error)?.stack ?? String(error)}`);
    return new Problem('INTERNAL_ERROR', `Something went wrong here; the log has it under ${reference}.`, {
      details: { reference },
    });
  }
}

function fromNest(error: HttpException, request: ApiRequest): Problem {
  if (error.getStatus() === 404)
    return new Problem('NOT_FOUND', `There is no ${request.method} ${request.path.slice(0, 200)}.`);
  return new Problem('INVALID_REQUEST', error.message);
}
