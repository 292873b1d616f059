/** All that a start needs: the trained classifier, the pages and the server. Training takes one core, so what is left another. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildServer } from './build-server.ts';
import { buildWeb } from './build-web.ts';

const training = once(fork(join(import.meta.dirname, 'train.ts')), 'exit');
await Promise.all([buildWeb(), buildServer()]);
const [code] = (await training) as [number | null];
if (code !== 0) process.exitCode = 1;
