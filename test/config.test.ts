import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';
import { loadDemoSecrets } from '../src/secrets.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  ESTAFET_DIRECTLINE_SECRET: 'a-secret-of-our-own',
  ESTAFET_WALLET_URL: 'https://wallet.example/support/',
  ESTAFET_WALLET_KEY: 'key-of-the-wallet',
};

describe('settings', () => {
  it('need nothing in the demo', () => {
    expect(readConfig({})).toMatchObject({ PORT: 3978, ESTAFET_STORE: 'sqlite:./data/estafet.db', production: false });
  });

  it('that are empty count as not set', () => {
    expect(readConfig({ HOST: '', ESTAFET_PUBLIC_URL: '' })).toMatchObject({ production: false });
  });

  it('that are bad are all named at once', () => {
    const bad = { PORT: '99999', ESTAFET_STORE: 'nowhere', ESTAFET_PUBLIC_URL: 'ftp://x', LOG_LEVEL: 'loud' };
    expect(() => readConfig(bad)).toThrow(ConfigError);
    for (const name of Object.keys(bad)) expect(() => readConfig(bad)).toThrow(name);
  });

  it('are accepted in production once they are whole', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ production: true, ESTAFET_WALLET_URL: 'https://wallet.example/support' });
  });

  it.each(['ESTAFET_DIRECTLINE_SECRET', 'ESTAFET_WALLET_URL', 'ESTAFET_WALLET_KEY'])('refuse production without %s', (name) => {
    expect(() => readConfig({ ...PRODUCTION, [name]: undefined })).toThrow(name);
  });

  it('refuse what belongs to the demo in production', () => {
    expect(() => readConfig({ ...PRODUCTION, ESTAFET_DEMO_PASSWORD: 'demo' })).toThrow('ESTAFET_DEMO_PASSWORD');
    expect(() => readConfig({ ...PRODUCTION, ESTAFET_WALLET_URL: 'http://localhost:3978/sandbox/api' })).toThrow('sandbox');
  });
});

describe('the demo’s secrets', () => {
  it('are made once, for the owner’s eyes, and kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'estafet-secrets-'));
    const first = await loadDemoSecrets(folder);
    expect(await loadDemoSecrets(folder)).toEqual(first);
    const file = join(folder, 'secrets.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 20));
    await expect(loadDemoSecrets(folder)).rejects.toThrow('is damaged; delete it');
    await rm(folder, { recursive: true });
  });
});
