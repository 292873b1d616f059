import { describe, expect, it } from 'vitest';
import type { ZodError } from 'zod';
import { readSettings as instagram } from '../../src/channels/instagram/settings.ts';
import { readSettings as messenger } from '../../src/channels/messenger/settings.ts';
import { readSettings as whatsapp } from '../../src/channels/whatsapp/settings.ts';

const SECRETS = { APP_SECRET: 'app-secret', VERIFY_TOKEN: 'verify-token', TOKEN: 'access-token' };
const channels = [
  {
    prefix: 'ESTAFET_WHATSAPP_',
    read: whatsapp,
    needed: { ...SECRETS, PHONE_NUMBER_ID: '106540352242922' },
    api: 'https://graph.facebook.com/v26.0',
  },
  {
    prefix: 'ESTAFET_MESSENGER_',
    read: messenger,
    needed: { ...SECRETS, PAGE_ID: '1906385232743451', APP_ID: '1517776481860111' },
    api: 'https://graph.facebook.com/v26.0',
  },
  {
    prefix: 'ESTAFET_INSTAGRAM_',
    read: instagram,
    needed: { ...SECRETS, ACCOUNT_ID: '17841405822304914' },
    api: 'https://graph.instagram.com/v26.0',
  },
];

describe.each(channels)('the settings $prefix…', ({ prefix, read, needed, api }) => {
  const env = (settings: Record<string, string>) =>
    Object.fromEntries(Object.entries(settings).map(([name, value]) => [prefix + name, value]));
  const missing = (given: Record<string, string>) => {
    try {
      read(given);
    } catch (error) {
      return (error as ZodError).issues.map(({ path }) => path.join('.')).sort();
    }
    return [];
  };

  it('are off when absent or empty', () => {
    expect(read({ ESTAFET_OTHER: 'x' })).toBeUndefined();
    expect(read(env(Object.fromEntries(Object.keys(needed).map((name) => [name, '']))))).toBeUndefined();
  });

  it('are on when all are there', () => {
    expect(read(env(needed))).toMatchObject({ appSecret: 'app-secret', verifyToken: 'verify-token', token: 'access-token', api });
    expect(read(env({ ...needed, API: 'http://127.0.0.1:4711/v26.0/' }))).toMatchObject({ api: 'http://127.0.0.1:4711/v26.0' });
  });

  it('name each one that is missing or bad', () => {
    for (const name of Object.keys(needed)) {
      const { [name]: _, ...others } = needed as Record<string, string>;
      expect(missing(env(others))).toEqual([prefix + name]);
    }
    expect(missing(env({ API: 'https://graph.example' }))).toEqual(
      Object.keys(needed)
        .map((name) => prefix + name)
        .sort(),
    );
    expect(missing(env({ ...needed, APP_SECRET: 'short', API: 'ftp://x' }))).toEqual([`${prefix}API`, `${prefix}APP_SECRET`]);
  });
});
