import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/understanding/index.ts';
import { data } from './data.ts';

const classifier = createClassifier(data);
const language = (text: string) => classifier.classify(text).language;

/** Confident enough for the conversation to follow. */
const CLEAR = 0.8;

describe('the language of a message', () => {
  it.each([
    ['id', 'saya lupa'],
    ['id', 'tolong kak'],
    ['id', 'gak bisa'],
    ['id', 'uang saya hilang'],
    ['id', 'gimana caranya reset password?'],
    ['id', 'gw mau ganti pw nih'],
    ['id', 'terima kasih'],
    ['id', 'kapan masuknya'],
    ['id', 'iya'],
    ['id', 'forgot password gimana ya kak'],
    ['en', 'forgot password'],
    ['en', 'my money'],
    ['en', 'please help me'],
    ['en', 'I can not log in'],
    ['en', 'good morning'],
    ['en', 'where is it'],
    ['en', 'the payment to Budi Santoso failed'],
    ['zh', '忘记密码'],
    ['zh', '好'],
    ['zh', '我的password忘了'],
    ['zh', 'OTP没收到'],
    ['zh', '轉人工'],
    ['zh', '请发到 budi@mail.com'],
  ])('%s: %s', (locale, text) => {
    const found = language(text);
    expect(found?.locale).toBe(locale);
    expect(found?.confidence).toBeGreaterThanOrEqual(CLEAR);
  });

  it.each([
    'ok',
    'OK!',
    'hi',
    'stop',
    'cancel',
    'admin',
    '081234567890',
    'budi@mail.com',
    'https://wallet.test/the/link',
    '👍',
    '',
    '123',
    'Budi Santoso',
    'reset',
    'مرحبا',
    'привет',
    'ich habe mein Passwort vergessen',
  ])('unclear: %j', (text) => {
    expect(language(text)?.confidence ?? 0).toBeLessThan(CLEAR);
  });

  it.each([
    'saya mau refund because the item is broken and nobody answers',
    '我的付款 failed again please check',
    'gimana caranya my money is still not here',
  ])('mixed: %s', (text) => {
    expect(language(text)?.mixed).toBe(true);
  });

  it.each(['forgot my password and the code never comes', 'saya lupa kata sandi akun saya', '我忘记密码了怎么办', '我的PIN忘了'])(
    'not mixed: %s',
    (text) => {
      expect(language(text)?.mixed).toBeUndefined();
    },
  );

  it('knows a word or two from a sentence', () => {
    expect(language('terima kasih')?.brief).toBe(true);
    expect(language('terima kasih banyak ya kak')?.brief).toBeUndefined();
  });

  it('goes by the larger part of a mixed message', () => {
    expect(language('saya mau kirim uang ke toko 你好 dong')?.locale).toBe('id');
    expect(language('请问 transfer 的手续费是多少')?.locale).toBe('zh');
  });
});
