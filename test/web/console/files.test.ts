/** Files in the console: what is shown how, what is not sent, and whose they are. */
import { describe, expect, it } from 'vitest';
import { kindOf, MAX_FILE, ownFile, problemOf } from '../../../src/web/console/files.ts';

const ORIGIN = 'https://desk.example';

it.each([
  ['image/png', 'picture'],
  ['image/JPEG', 'picture'],
  ['image/svg+xml', 'other'],
  ['audio/ogg; codecs=opus', 'sound'],
  ['audio/mpeg', 'sound'],
  ['audio/amr', 'other'],
  ['video/mp4', 'film'],
  ['video/quicktime', 'other'],
  ['application/pdf', 'other'],
  ['', 'other'],
])('%s is shown as a %s', (contentType, kind) => {
  expect(kindOf(contentType)).toBe(kind);
});

it.each([
  [0, 'empty'],
  [1, undefined],
  [MAX_FILE, undefined],
  [MAX_FILE + 1, 'too-large'],
])('a file of %i bytes: %s', (size, problem) => {
  expect(problemOf({ size })).toBe(problem);
});

describe('a file of ours', () => {
  it.each(['/files/abc_DEF-123', `${ORIGIN}/files/abc_DEF-123`])('is at %s', (url) => {
    expect(ownFile(url, ORIGIN)).toBe('/files/abc_DEF-123');
  });

  it.each([
    undefined,
    '',
    'nonsense',
    'https://else.example/files/abc',
    '//else.example/files/abc',
    'javascript:alert(1)',
    'data:image/png,x',
    '/files/',
    '/files/../desk/api/session',
    '/files/abc/def',
    '/sandbox/logout',
  ])('is not at %s', (url) => {
    expect(ownFile(url, ORIGIN)).toBeUndefined();
  });
});
