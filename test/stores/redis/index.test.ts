import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openStorage } from '../../../src/discover.ts';
import { open } from '../../../src/stores/redis/index.ts';
import { freePort } from '../../helpers/free-port.ts';
import { openNode, tempCluster, tempRedis } from './temp.ts';

test('a Redis that is not there, or does not know us, is told with the setting and without the password', async () => {
  const server = await tempRedis(['--requirepass', 'right-secret']);
  const nobody = await freePort();
  const cases = [
    [`redis://:right-secret@127.0.0.1:${nobody}`, `no Redis serves us at 127.0.0.1:${nobody}: connect ECONNREFUSED`],
    [`redis://:right-secret@127.0.0.1:${nobody},127.0.0.1:1`, `no Redis serves us at 127.0.0.1:${nobody}, 127.0.0.1:1: `],
    [`redis://:wrong-secret@127.0.0.1:${server.port}`, 'WRONGPASS'],
    [`redis://127.0.0.1:${server.port}`, 'NOAUTH'],
    ['redis:nowhere-secret', 'write it as redis://'],
    ['rediz://:right-secret@x', 'there is no store "rediz"'],
  ] as const;
  for (const [url, problem] of cases) {
    const failure = await openStorage(url).catch((error: unknown) => error);
    expect(failure, url).toBeInstanceOf(Error);
    expect((failure as Error).message).toContain('ESTAFET_STORE');
    expect((failure as Error).message).toContain(problem);
    expect((failure as Error).message).not.toContain('secret');
  }
  const storage = await openStorage(`redis://:right-secret@127.0.0.1:${server.port}/2`);
  await storage.store.health();
  await storage.close();
  expect(await server.cli('-n', '2', 'EXISTS', '{estafet}:heartbeat')).toBe('1');
});

test('rediss speaks TLS, with a certificate that must be trusted', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'estafet-tls-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=redis', '-addext', 'subjectAltName=IP:127.0.0.1'];
  await promisify(execFile)('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', cert]);
  const port = String(await freePort());
  const tls = ['--tls-port', port, '--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert, '--tls-auth-clients', 'no'];
  await tempRedis(tls);
  const url = `rediss://127.0.0.1:${port}`;
  await expect(openStorage(url)).rejects.toThrow('self-signed certificate');
  // Trust is given to a whole process, when it starts.
  const script = `const { openStorage } = await import('./src/discover.ts');
    const storage = await openStorage('${url}');
    await storage.store.health();
    await storage.close();
    console.log('healthy');`;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: cert };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env });
  expect(stdout).toBe('healthy\n');
});

test('one node of a cluster is only taken as such', async () => {
  const { location } = await tempCluster();
  await expect(open(location)).rejects.toThrow('it is part of a cluster: add ?cluster=true');
  const { store } = await openNode({ location: `${location}?cluster=true` });
  await store.health();
  expect(await store.warnings?.()).toEqual([]);
});

test('a desk that a newer version has written is not opened', async () => {
  const server = await tempRedis();
  await (await openNode(server)).close();
  await server.cli('SET', '{estafet}:layout', '99');
  await expect(open(server.location)).rejects.toThrow('written by a newer Estafet (layout 99');
});

test('it warns of what could evict or forget, and of nothing else', async () => {
  const server = await tempRedis();
  const { store } = await openNode(server);
  expect(await store.warnings?.()).toEqual([]);
  await server.cli('CONFIG', 'SET', 'maxmemory', '100mb');
  expect(await store.warnings?.()).toEqual([]);
  await server.cli('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
  await server.cli('CONFIG', 'SET', 'appendfsync', 'everysec');
  expect(await store.warnings?.()).toEqual([
    'Redis may evict conversations when its memory is full: set maxmemory-policy to noeviction (it is allkeys-lru).',
    'Redis may lose the last second or more when its machine fails: set appendfsync to always (it is everysec).',
  ]);
  await server.cli('CONFIG', 'SET', 'maxmemory', '0');
  await server.cli('CONFIG', 'SET', 'appendonly', 'no');
  expect(await store.warnings?.()).toEqual(['Redis forgets what was acknowledged when it restarts: set appendonly to yes.']);
  await server.cli('CONFIG', 'SET', 'appendonly', 'yes');
  await server.cli('ACL', 'SETUSER', 'default', '-config');
  expect(await store.warnings?.()).toEqual([
    'Redis may lose the last second or more when its machine fails: set appendfsync to always (it could not be asked).',
  ]);
});
