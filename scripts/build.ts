/** All that a start needs: the trained classifier, the pages, the server and the sandbox's calendar. Training takes one core, so what is left another. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildHolidays } from './build-holidays.ts';
import { buildServer } from './build-server.ts';
import { buildWeb } from './build-web.ts';

const training = once(fork(join(import.meta.dirname, 'train.ts')), 'exit');
await Promise.all([buildWeb(), buildServer(), buildHolidays()]);
const [code] = (await training) as [number | null];
if (code !== 0) process.exitCode = 1;
