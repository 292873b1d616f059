/** One command starts the desk, wherever it is written down. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { START_ARGS } from '../scripts/start-args.ts';

const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

test('the image and the service start the desk as npm start does', () => {
  expect(START_ARGS).toContain('src/start.mjs');
  const ofImage = /^CMD (\[.*\])$/m.exec(read('Dockerfile'))?.[1] ?? 'null';
  expect(JSON.parse(ofImage)).toEqual(['node', ...START_ARGS]);
  const ofService = /^ExecStart=\S+\/node (.*)$/m.exec(read('docs/deploy.md'))?.[1];
  expect(ofService?.split(' ')).toEqual(START_ARGS);
});
