import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { evaluateLines, understandLines } from '../../src/cli/understand.ts';
import { createClassifier } from '../../src/understanding/index.ts';
import { data } from '../understanding/data.ts';

const classifier = createClassifier(data);

async function run(lines: string[]) {
  const output = new PassThrough();
  const errors = new PassThrough();
  const code = await understandLines(classifier, Readable.from([lines.join('\n')]), output, errors);
  output.end();
  errors.end();
  const parse = (written: string): unknown[] =>
    written
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return { code, output: parse(await text(output)), errors: parse(await text(errors)) };
}

describe('npm run understand -- --evaluate', () => {
  it('measures labelled messages', () => {
    const lines = [
      { text: 'lupa password', locale: 'id', intent: 'reset-password' },
      { text: 'forgot my pin', locale: 'en', intent: 'reset-password' },
      { text: 'what is the weather today', locale: 'en', intent: 'none' },
      { text: 'how do i top up', locale: 'en', intent: 'complaint' },
    ].map((line) => JSON.stringify(line));
    const report = evaluateLines(classifier, lines.join('\n')).join('\n');
    expect(report).toContain('4 messages');
    expect(report).toContain('right topic, in scope     en 50.0 %, id 100.0 %');
    expect(report).toContain('with rejection            en 66.7 %, id 100.0 %');
    expect(report).toContain('out of scope              recall 100.0 %, precision 100.0 %');
    expect(report).toContain('1  complaint → top-up');
    expect(report).toMatch(/microseconds a message: p50 \d+, p99 \d+/);
    expect(() => evaluateLines(classifier, '{"text":1}')).toThrow();
  });
});

describe('npm run understand', () => {
  it('says what each line is about', async () => {
    const { code, output, errors } = await run([
      '{"text":"lupa password, hp 081234567890"}',
      '',
      '{"text":"ok","locale":"zh"}',
      '{"text":"ok"}',
    ]);
    expect(errors).toEqual([]);
    expect(code).toBe(0);
    expect(output).toEqual([
      {
        text: 'lupa password, hp 081234567890',
        locale: 'id',
        intent: 'reset-password',
        score: expect.any(Number),
        band: 'answer',
        entities: [{ kind: 'phone', value: '+6281234567890', start: 18, end: 30 }],
      },
      { text: 'ok', locale: 'zh', intent: 'affirm', score: expect.any(Number), band: 'answer', entities: [] },
      { text: 'ok', locale: null, intent: 'affirm', score: expect.any(Number), band: 'answer', entities: [] },
    ]);
  });

  it('names bad lines, goes on, and fails in the end', async () => {
    const { code, output, errors } = await run([
      '{"text":"batal"}',
      'nope',
      '{"text":1}',
      '{"text":"a","extra":true}',
      '{"text":"kembali"}',
    ]);
    expect(code).toBe(1);
    expect(output).toMatchObject([{ intent: 'cancel' }, { intent: 'back' }]);
    expect(errors).toMatchObject([{ line: 2 }, { line: 3 }, { line: 4 }]);
  });
});
