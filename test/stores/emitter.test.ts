import { expect, test } from 'vitest';
import { Emitter } from '../../src/stores/emitter.ts';
import { quietWarnings } from '../contract/quiet.ts';

test("a listener's error is a warning of the process", () => {
  const warnings = quietWarnings();
  const emitter = new Emitter<string>();
  const error = new Error('broken');
  emitter.subscribe(() => {
    throw error;
  });
  expect(() => emitter.emit('news')).not.toThrow();
  expect(warnings).toHaveBeenCalledExactlyOnceWith(error);
});

test('a listener that leaves or joins while news is told disturbs nobody', () => {
  const emitter = new Emitter<string>();
  const heard: string[] = [];
  const leave = emitter.subscribe((news) => {
    heard.push(`first ${news}`);
    leave();
    emitter.subscribe((later) => heard.push(`joined ${later}`));
  });
  emitter.subscribe((news) => heard.push(`second ${news}`));
  emitter.emit('1');
  emitter.emit('2');
  expect(heard).toEqual(['first 1', 'second 1', 'second 2', 'joined 2']);
});
