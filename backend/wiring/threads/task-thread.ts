import { workerData } from 'node:worker_threads';
import { lineLog } from '../log.js';
import { runTasks } from '../run-tasks.js';
import type { Settings } from '../settings.js';
import { realWorld } from '../world.js';
import { giveWay } from './give-way.js';
import { runInThread } from './in-thread.js';

const settings = workerData as Settings;
giveWay();
await runInThread(() => runTasks(settings, realWorld(lineLog(settings.logLevel, Date.now))));
