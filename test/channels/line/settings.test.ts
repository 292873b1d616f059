import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/channels/line/settings.ts';

const good = { ESTAFET_LINE_SECRET: '8c570fa6dd201bb328f1c1eac23a96d8', ESTAFET_LINE_TOKEN: 'abc/DEF+123_channel-token==' };

describe('the settings of LINE', () => {
  it('leave it off when there are none', () => {
    expect(readSettings({})).toBeUndefined();
    expect(readSettings({ ESTAFET_LINE_SECRET: '', ESTAFET_LINE_TOKEN: ' ' })).toBeUndefined();
  });

  it('know where the Messaging API is', () => {
    expect(readSettings(good)).toEqual({
      secret: good.ESTAFET_LINE_SECRET,
      token: good.ESTAFET_LINE_TOKEN,
      api: 'https://api.line.me',
      dataApi: 'https://api-data.line.me',
    });
    expect(readSettings({ ...good, ESTAFET_LINE_API: 'http://127.0.0.1:8081/' })?.api).toBe('http://127.0.0.1:8081');
  });

  it.each([
    ['no secret', { ...good, ESTAFET_LINE_SECRET: '' }, ['ESTAFET_LINE_SECRET']],
    ['no token', { ...good, ESTAFET_LINE_TOKEN: undefined }, ['ESTAFET_LINE_TOKEN']],
    ['an address alone', { ESTAFET_LINE_DATA_API: 'https://x.example' }, ['ESTAFET_LINE_SECRET', 'ESTAFET_LINE_TOKEN']],
    ['a token in two lines', { ...good, ESTAFET_LINE_TOKEN: 'abc/DEF+123_channel\ntoken==' }, ['ESTAFET_LINE_TOKEN']],
    ['a secret with a blank', { ...good, ESTAFET_LINE_SECRET: '8c570fa6 dd201bb3' }, ['ESTAFET_LINE_SECRET']],
    ['an address that is none', { ...good, ESTAFET_LINE_API: 'api.line.me' }, ['ESTAFET_LINE_API']],
  ])('refuse %s by name', (_, env, names) => {
    expect(() => readSettings(env)).toThrow(
      expect.objectContaining({ issues: names.map((name) => expect.objectContaining({ path: [name] })) }),
    );
  });
});
