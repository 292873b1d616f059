import { expect, onTestFinished, test } from 'vitest';
import { openStorage } from '../src/discover.ts';
import { createMetrics, createOperations } from '../src/operations.ts';
import type { HttpRequest } from '../src/ports/http.ts';
import { testStore } from './helpers/test-store.ts';

/** The desk's store, and a wallet whose health is this. @returns what `/readyz` answers when asked */
async function opened(health: () => Promise<void>) {
  const { store, close } = await openStorage(testStore());
  onTestFinished(close);
  const { routes = [] } = createOperations({ store, wallet: { health }, metrics: createMetrics(store) });
  const ready = routes.find(({ path }) => path === '/readyz');
  if (!ready || 'native' in ready) throw new Error('there is no /readyz');
  return { close, ready: async () => ready.handle({} as HttpRequest) };
}

test('a wallet that hangs keeps nobody waiting, and is asked once at a time', async () => {
  let asked = 0;
  const { ready } = await opened(() => {
    asked += 1;
    return new Promise(() => {});
  });
  for (let times = 0; times < 3; times += 1) {
    expect(await ready()).toEqual({ status: 200, body: { store: 'ok', wallet: 'unknown' } });
    await new Promise(setImmediate);
  }
  expect(asked).toBe(1);
});

test('the next answer tells what was found out about the wallet', async () => {
  let works = false;
  const { ready } = await opened(async () => {
    if (!works) throw new Error('refused');
  });
  const walletAfterALook = async () => {
    await ready();
    await new Promise(setImmediate);
    return ((await ready()).body as { wallet: string }).wallet;
  };
  expect(await walletAfterALook()).toBe('failing');
  works = true;
  await walletAfterALook();
  expect(await walletAfterALook()).toBe('ok');
});

test('only the store takes the desk out', async () => {
  const { close, ready } = await opened(async () => {});
  await close();
  expect((await ready()).status).toBe(503);
});
