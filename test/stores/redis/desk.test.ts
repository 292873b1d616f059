import { expect, onTestFinished, test } from 'vitest';
import { createServerProcess } from '../../helpers/server.ts';
import { tempRedis } from './temp.ts';

test('a running desk warns of Redis’s settings, says what fails while it is down, and goes on when it is back', async () => {
  const redis = await tempRedis(['--appendfsync', 'everysec']);
  const desk = await createServerProcess({ ESTAFET_STORE: `redis:${redis.location}` });
  onTestFinished(() => desk.dispose());
  await desk.start();
  const ready = async () => {
    const response = await fetch(`${desk.url}/readyz`);
    return { status: response.status, body: await response.json() };
  };
  const begin = () => fetch(`${desk.url}/widget/session`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
  const warning = 'Redis may lose the last second or more when its machine fails: set appendfsync to always (it is everysec).';
  const well = { status: 200, body: { store: 'ok', wallet: 'ok', warnings: [warning] } };
  // The first look at the wallet is still under way at the first answer.
  await expect.poll(ready).toEqual(well);
  expect(desk.output().split(warning)).toHaveLength(2);
  expect((await begin()).status).toBe(200);

  await redis.kill();
  expect(await ready()).toEqual({ status: 503, body: { store: 'failing', wallet: 'ok' } });
  const refused = await begin();
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({ error: { code: 'store-unavailable' } });
  const metrics = await fetch(`${desk.url}/metrics`);
  expect(metrics.status).toBe(200);
  expect(await metrics.text()).not.toMatch(/^estafet_conversations\{/m);

  await redis.start();
  await expect.poll(ready, { timeout: 5_000 }).toEqual(well);
  expect((await begin()).status).toBe(200);
  expect(await desk.stop()).toBe(0);
});
