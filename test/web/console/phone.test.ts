/** Phone numbers as agents type them. */
import { expect, it } from 'vitest';
import { toE164 } from '../../../src/web/console/phone.ts';

it.each([
  ['+6281234567890', '+6281234567890'],
  ['+62 812-3456-7890', '+6281234567890'],
  [' +86 (138) 0013.8000 ', '+8613800138000'],
  ['0062 812 3456 7890', '+6281234567890'],
  ['+62 812–3456‑7890', '+6281234567890'],
])('%j is %s', (typed, number) => {
  expect(toE164(typed)).toBe(number);
});

it.each(['', '0812 3456 7890', '+0812345678', '6281234567890', '+62 812', '+62812345678901234', '+62 8l2 3456 7890', 'Sinta'])(
  '%j lacks something',
  (typed) => {
    expect(toE164(typed)).toBeUndefined();
  },
);
