import { UnrecoverableError, WaitingError, type Job as BullJob } from 'bullmq';
import { JobStopped, UnrecoverableJobError, type Job, type JobHandler } from '../../job-queue.js';
import { ProgressThrottle } from '../../progress-throttle.js';

const PROGRESS_MILLISECONDS = 200;

export interface OneTryOptions {
  readonly bull: BullJob;
  /** Proves to Redis that this process has the job. */
  readonly token: string;
  /** The job as the handler sees it. */
  readonly job: Job;
  readonly handler: JobHandler;
  /** Told of progress that could not be written, or a job that could not be handed back; the job goes on. */
  readonly onError: (error: unknown) => void;
}

/** One try of one job: runs the handler, writes its progress, and tells BullMQ how it ended by what it returns or throws. */
export class OneTry {
  readonly done: Promise<unknown>;
  private readonly stopping = new AbortController();
  private readonly throttle: ProgressThrottle;
  private writing: Promise<unknown> = Promise.resolve();
  private handedBack = false;

  constructor(private readonly options: OneTryOptions) {
    this.throttle = new ProgressThrottle(PROGRESS_MILLISECONDS, (value) => this.write(value));
    this.done = this.run();
  }

  get job(): Job {
    return this.options.job;
  }

  stop(why: JobStopped['why']): void {
    if (!this.stopping.signal.aborted) this.stopping.abort(new JobStopped(why));
  }

  /** Puts the job back without waiting for its handler; what the handler still does is not recorded. */
  async handBack(): Promise<void> {
    if (this.handedBack) return;
    this.handedBack = true;
    await this.writeLast();
    await this.options.bull.moveToWait(this.options.token);
  }

  private async run(): Promise<unknown> {
    const { job, handler } = this.options;
    const progress = (value: unknown): void => {
      if (!this.handedBack) this.throttle.push(value);
    };
    try {
      const result = await handler(job, { signal: this.stopping.signal, progress, attempt: job.attempts });
      if (this.handedBack) throw new WaitingError();
      await this.writeLast();
      return result;
    } catch (error) {
      throw await this.whatBullHears(error);
    }
  }

  /** BullMQ leaves a job alone after `WaitingError`, does not try again after `UnrecoverableError`. */
  private async whatBullHears(error: unknown): Promise<Error> {
    const stopped = this.stopping.signal.reason as JobStopped | undefined;
    if (this.handedBack || stopped?.why === 'lease-lost') return new WaitingError();
    if (stopped?.why === 'closing') {
      await this.handBack();
      return new WaitingError();
    }
    await this.writeLast();
    const message = error instanceof Error ? error.message : String(error);
    if (stopped?.why === 'cancelled' || error instanceof UnrecoverableJobError) return new UnrecoverableError(message);
    return error instanceof Error ? error : new Error(message);
  }

  /** The last progress is written before the job ends, so that it always arrives. */
  private async writeLast(): Promise<void> {
    const last = this.throttle.take();
    if (last) this.write(last.value);
    await this.writing;
  }

  private write(value: unknown): void {
    const { bull, onError } = this.options;
    this.writing = this.writing.then(() => bull.updateProgress((value ?? null) as object)).catch(onError);
  }
}
