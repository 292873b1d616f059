import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClassifier } from '../../src/understanding/index.ts';
import { anyText } from '../helpers/any-text.ts';
import { data } from './data.ts';

const classifier = createClassifier(data);

describe('what customers write', () => {
  it.each([
    ['mau ngomong sama orang', 'talk-to-human'],
    ['cs dong', 'talk-to-human'],
    ['转人工', 'talk-to-human'],
    ['agent please', 'talk-to-human'],
    ['I want a real person', 'talk-to-human'],
    ['human!!!', 'talk-to-human'],
    ['cs cs cs', 'talk-to-human'],
    ['你好，我要人工', 'talk-to-human'],
    ['ganti password', 'reset-password'],
    ['forgot PIN', 'reset-password'],
    ['lupaaa passworddd donggg', 'reset-password'],
    ['reset my passwrd', 'reset-password'],
    ['ＬＵＰＡ　ＰＡＳＳＷＯＲＤ', 'reset-password'],
    ['Forgot password gimana kak, email saya budi@mail.com', 'reset-password'],
    ['我的password忘了', 'reset-password'],
    ['忘記密碼', 'reset-password'],
    ['yes please', 'affirm'],
    ['iya dong', 'affirm'],
    ['好的谢谢', 'affirm'],
    ['iyaaaa', 'affirm'],
    ['👍🏽', 'affirm'],
    ['no thanks', 'deny'],
    ['enggak kak', 'deny'],
    ['不用了，谢谢', 'deny'],
    ['belum masuk', 'deny'],
    ['batal', 'cancel'],
    ['gak jadi deh', 'cancel'],
    ['取消', 'cancel'],
    ['cancel', 'cancel'],
    ['Never mind.', 'cancel'],
    ['kembali', 'back'],
    ['返回', 'back'],
    ['back', 'back'],
    ['halo admin', 'greeting'],
    ['你好客服', 'greeting'],
    ['hi there!', 'greeting'],
    ['makasih ya kak', 'thanks-goodbye'],
    ['ok thanks', 'thanks-goodbye'],
    ['谢谢', 'thanks-goodbye'],
  ])('%s is %s', (text, intent) => {
    expect(classifier.classify(text)).toMatchObject({ intent, band: 'answer' });
  });

  it.each([
    'saya butuh bantuan',
    'i need help',
    '我需要帮助',
    'saldo saya berapa',
    '今天天气怎么样',
    '081234567890',
    'budi@mail.com',
    '',
    '   ',
    '?!',
    'مرحبا',
    '12',
  ])('%j is answered with no topic of ours', (text) => {
    expect(classifier.classify(text).band).not.toBe('answer');
  });

  it.each(["can't log in", 'gak bisa login', '登录不了'])('%s leads to a reset, among others', (text) => {
    const { band, alternatives } = classifier.classify(text);
    expect(band).not.toBe('none');
    expect(alternatives.map(({ intent }) => intent)).toContain('reset-password');
  });

  it.each([
    ['uang saya hilang, ada yg transfer tapi bukan saya', 'account-compromised'],
    ['someone took money out of my wallet just now', 'account-compromised'],
    ['手机被偷了，钱包怎么办', 'account-compromised'],
    ['is this sms a scam?', 'security-tips'],
    ['top up dari bca gimana caranya', 'top-up'],
    ['我昨天充的钱还没到账', 'money-not-received'],
    ['the app crashes when i open it', 'technical-support'],
    ['barang rusak, saya minta uang kembali', 'refund-request'],
    ['pelayanan kalian parah banget', 'complaint'],
    ['建议你们加个深色模式', 'suggestion'],
    ['payment failed at the shop', 'failed-payment'],
    ['OTP ga masuk-masuk', 'technical-support'],
  ])('%s is %s', (text, intent) => {
    expect(classifier.classify(text).intent).toBe(intent);
  });

  it('takes the conversation for a hint where a message shows no language', () => {
    expect(classifier.classify('agent', 'zh')).toMatchObject({ intent: 'talk-to-human', band: 'answer' });
    expect(classifier.classify('agent', 'xx')).toMatchObject({ intent: 'talk-to-human', band: 'answer' });
  });

  it('lists what it may be, best first', () => {
    const { intent, score, alternatives } = classifier.classify('ok makasih');
    expect(alternatives[0]).toEqual({ intent, score });
    expect(alternatives.map((alternative) => alternative.intent)).toEqual(['thanks-goodbye', 'affirm']);
  });
});

describe('a classification', () => {
  it('holds all that a message tells, though each part is found out only when read', () => {
    expect(classifier.classify('TOLONG!! lupa password bca', 'id', Date.UTC(2026, 10, 25))).toMatchObject({
      intent: 'reset-password',
      language: { locale: 'id' },
      entities: [{ kind: 'bank' }],
      mood: { urgency: expect.any(Number) },
    });
  });
});

describe('a classifier', () => {
  it('takes any text, in bounded time', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('__proto__', 'constructor', 'toString')),
        (text) => {
          const { score, band, alternatives, entities } = classifier.classify(text);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(['answer', 'offer', 'none']).toContain(band);
          expect(alternatives.length).toBeLessThanOrEqual(3);
          for (const { start, end } of entities) expect(text.slice(start, end)).not.toBe('');
        },
      ),
    );
    const long = [
      '😀'.repeat(16_384),
      'a'.repeat(65_536),
      '@'.repeat(65_536),
      '12 '.repeat(21_000),
      'qwrtzp'.repeat(11_000),
      '密'.repeat(65_536),
      'a@'.repeat(32_768),
    ];
    const before = performance.now();
    for (const text of long) classifier.classify(text);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('says which language is not as it should be', () => {
    expect(() => createClassifier({ utterances: {}, languages: { xx: { name: 'X' } } })).toThrow('locales/xx/_language.json');
  });

  it('needs no phrases to answer', () => {
    const bare = createClassifier({ utterances: {}, languages: data.languages });
    expect(bare.classify('batal')).toMatchObject({ intent: 'cancel', band: 'answer' });
    expect(bare.classify('saldo saya berapa')).toMatchObject({ intent: 'none', band: 'none' });
  });

  it('learns another language from its folder alone', () => {
    const base = {
      name: 'Español',
      script: 'Latin',
      tokenizer: 'words',
      fillers: ['por favor'],
      clitics: [],
      slang: { contra: 'contraseña' },
      concepts: { secret: ['contraseña'] },
      markers: ['la', 'mi', 'olvidé', 'quiero'],
    };
    const languages = { ...data.languages, es: { ...base, closedClasses: { affirm: ['sí', 'vale'] } } };
    const es = {
      'reset-password': ['olvidé mi contraseña', 'quiero cambiar la contraseña'],
      none: ['dónde está mi dinero', 'quiero pagar la luz'],
    };
    const few = Object.entries(data.utterances).map(([locale, intents]) => [
      locale,
      Object.fromEntries(Object.entries(intents).map(([intent, phrases]) => [intent, phrases.slice(0, 30)])),
    ]);
    const four = createClassifier({ utterances: { ...Object.fromEntries(few), es }, languages });
    expect(four.classify('vale')).toMatchObject({ intent: 'affirm', band: 'answer' });
    expect(four.classify('he olvidado la contraseña')).toMatchObject({ intent: 'reset-password', language: { locale: 'es' } });
    expect(four.classify('lupa password dong')).toMatchObject({ intent: 'reset-password', language: { locale: 'id' } });
  });

  it('loads quietly: natural prints nothing and reads no .env', () => {
    const script = `
      import { createClassifier } from ${JSON.stringify(join(import.meta.dirname, '../../src/understanding/index.ts'))};
      import { data } from ${JSON.stringify(join(import.meta.dirname, 'data.ts'))};
      const before = JSON.stringify(process.env);
      createClassifier(data).classify('lupa password');
      if (JSON.stringify(process.env) !== before) console.log('environment changed');
    `;
    const output = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect(output).toBe('');
  });
});
