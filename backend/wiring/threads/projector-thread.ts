import { workerData } from 'node:worker_threads';
import { lineLog } from '../log.js';
import { runProjector } from '../run-projector.js';
import type { Settings } from '../settings.js';
import { realWorld } from '../world.js';
import { runInThread } from './in-thread.js';

const settings = workerData as Settings;
await runInThread(() => runProjector(settings, realWorld(lineLog(settings.logLevel, Date.now))));
