/** Whether an agent can write to the customer now. */
import { describe, expect, it } from 'vitest';
import { isInvited, reaching } from '../../../src/web/console/reach.ts';
import { said } from './activities.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;

describe('the reach of a message', () => {
  it('has no limit where the channel has none', () => {
    expect(reaching({}, NOW)).toEqual({ kind: 'open', soon: false });
    expect(reaching({ reach: { open: true } }, NOW)).toEqual({ kind: 'open', soon: false });
  });

  it.each([
    [61, false],
    [60, false],
    [59, true],
    [1, true],
  ])('with %i minutes left is open, and ends soon: %s', (minutes, soon) => {
    const until = NOW + minutes * MINUTE;
    expect(reaching({ reach: { open: true, until } }, NOW)).toEqual({ kind: 'open', until, soon });
  });

  it('ends by this clock, whatever the server said before', () => {
    expect(reaching({ reach: { open: true, until: NOW, invitation: true } }, NOW)).toEqual({ kind: 'closed', invitation: true });
    expect(reaching({ reach: { open: true, until: NOW - 1 } }, NOW)).toEqual({ kind: 'closed', invitation: false });
  });

  it('is none while closed, with the invitation where there is one', () => {
    expect(reaching({ reach: { open: false, invitation: true } }, NOW)).toEqual({ kind: 'closed', invitation: true });
    expect(reaching({ reach: { open: false } }, NOW)).toEqual({ kind: 'closed', invitation: false });
  });

  it('is none for who has blocked us, window or not', () => {
    expect(reaching({ reach: { open: true, until: NOW + MINUTE }, blockedAt: 1 }, NOW)).toEqual({ kind: 'blocked' });
  });
});

describe('an invitation', () => {
  const invitation = said(3, 'agent', { channelData: { invitation: true } });
  const arrived = () => false;

  it('is open until she answers', () => {
    expect(isInvited([said(1, 'user'), said(2, 'agent')], arrived)).toBe(false);
    expect(isInvited([said(1, 'user'), said(2, 'agent'), invitation, said(4, 'bot')], arrived)).toBe(true);
    expect(isInvited([said(1, 'user'), invitation, said(4, 'user')], arrived)).toBe(false);
    expect(isInvited([], arrived)).toBe(false);
  });

  it('that did not arrive can be sent again', () => {
    expect(isInvited([said(1, 'user'), invitation], (id) => id === invitation.id)).toBe(false);
  });
});
