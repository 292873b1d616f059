/** The real process as production runs it: the console and the widget are there, and nothing of the demo. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { ask } from './house.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await createServerProcess({
    NODE_ENV: 'production',
    ESTAFET_DIRECTLINE_SECRET: 'direct-line-secret-of-the-tests',
    ESTAFET_WALLET_URL: 'http://127.0.0.1:9',
    ESTAFET_WALLET_KEY: 'wallet-key-of-the-tests',
  });
  await server.start();
});
afterAll(() => server?.dispose());

it.each(['/', '/demo/demo.js', '/demo/demo.css', '/sandbox/', '/sandbox/token', '/nothing'])('%s is not there', async (path) => {
  expect((await ask(server.url, path)).status).toBe(404);
});

it.each(['/desk/', '/desk/desk.js', '/widget.js', '/widget/texts/id.json'])('%s is there', async (path) => {
  expect((await ask(server.url, path)).status).toBe(200);
});
