// What in-a-worker.mjs runs in a thread of its own: counts, and sends the number back.

import { parentPort, workerData } from 'node:worker_threads';
import { primesUpTo } from './primes.mjs';

parentPort.postMessage(primesUpTo(workerData));
