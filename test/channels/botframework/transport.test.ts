import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../../src/channels/provider-call.ts';

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 24, 3, 0, 0);

  it('is read as seconds or as a date, in milliseconds from now, at most an hour', () => {
    expect(
      ['3', ' 0 ', 'Tue, 24 Nov 2026 03:00:30 GMT', 'Tue, 24 Nov 2026 02:00:00 GMT', '86400'].map((value) => retryAfter(value, now)),
    ).toEqual([3_000, 0, 30_000, 0, 3_600_000]);
  });

  it('is nothing when it is not there or can not be read', () => {
    expect([retryAfter(null, now), retryAfter('soon', now)]).toEqual([undefined, undefined]);
  });
});
