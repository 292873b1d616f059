import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/channels/telegram/settings.ts';

const good = { ESTAFET_TELEGRAM_TOKEN: '123456789:AAExample_token-0123', ESTAFET_TELEGRAM_SECRET: 'abc_DEF-123' };

describe('the settings of Telegram', () => {
  it('leave it off when there are none', () => {
    expect(readSettings({})).toBeUndefined();
    expect(readSettings({ ESTAFET_TELEGRAM_TOKEN: '', ESTAFET_TELEGRAM_SECRET: ' ', ESTAFET_TELEGRAM_API: undefined })).toBeUndefined();
  });

  it('know the bot by its token, and where the Bot API is', () => {
    expect(readSettings(good)).toEqual({
      token: '123456789:AAExample_token-0123',
      botId: '123456789',
      secret: 'abc_DEF-123',
      api: 'https://api.telegram.org',
    });
    expect(readSettings({ ...good, ESTAFET_TELEGRAM_API: 'http://127.0.0.1:8081/' })?.api).toBe('http://127.0.0.1:8081');
  });

  it.each([
    ['no secret', { ...good, ESTAFET_TELEGRAM_SECRET: '' }, ['ESTAFET_TELEGRAM_SECRET']],
    ['no token', { ...good, ESTAFET_TELEGRAM_TOKEN: undefined }, ['ESTAFET_TELEGRAM_TOKEN']],
    ['the address alone', { ESTAFET_TELEGRAM_API: 'https://api.telegram.org' }, ['ESTAFET_TELEGRAM_TOKEN', 'ESTAFET_TELEGRAM_SECRET']],
    ['a token that is none', { ...good, ESTAFET_TELEGRAM_TOKEN: 'AAExample_token' }, ['ESTAFET_TELEGRAM_TOKEN']],
    ['a secret with other signs', { ...good, ESTAFET_TELEGRAM_SECRET: 'not allowed!' }, ['ESTAFET_TELEGRAM_SECRET']],
    ['a secret of 257', { ...good, ESTAFET_TELEGRAM_SECRET: 'a'.repeat(257) }, ['ESTAFET_TELEGRAM_SECRET']],
    ['an address that is none', { ...good, ESTAFET_TELEGRAM_API: 'api.telegram.org' }, ['ESTAFET_TELEGRAM_API']],
  ])('refuse %s by name', (_, env, names) => {
    expect(() => readSettings(env)).toThrow(
      expect.objectContaining({ issues: names.map((name) => expect.objectContaining({ path: [name] })) }),
    );
  });
});
