/** When to ask for a session, join, open the socket, poll or wait: as a pure machine, so that every mishap can be tried. */

export type Phase = 'idle' | 'session' | 'joining' | 'opening' | 'online' | 'polling' | 'waiting';

export interface Link {
  phase: Phase;
  /** Failures since it last worked: what the waiting time grows by. */
  failures: number;
  /** Sockets in a row that never opened. */
  deaf: number;
  /** New sessions asked for since it last worked. */
  renewals: number;
  /** Polls since a socket was last tried. */
  polls: number;
  /** What comes after the waiting. */
  next: 'session' | 'join' | 'poll';
}

export type LinkEvent =
  | { type: 'begin' }
  | { type: 'session-ready' }
  | { type: 'joined' }
  | { type: 'socket-opened' }
  | { type: 'socket-closed' }
  | { type: 'polled' }
  /** An HTTP call failed; no status: nothing answered. */
  | { type: 'failed'; status?: number }
  /** The waiting is over. */
  | { type: 'due' }
  /** The network is back, or the page is looked at again. */
  | { type: 'woken' };

export type LinkCommand = { do: 'session' | 'join' | 'open' | 'poll' | 'nothing' } | { do: 'wait'; ms: number };

export const IDLE: Link = { phase: 'idle', failures: 0, deaf: 0, renewals: 0, polls: 0, next: 'session' };

const POLL_MS = 3_000;
const MAX_WAIT_MS = 30_000;
/** So many sockets that never opened mean that something between us forbids them. */
const DEAF_SOCKETS = 3;
/** About every minute a socket is tried again. */
const POLLS_BEFORE_SOCKET = 20;

/** @param random from 0 to 1: spreads the clients that a restart has cut off */
export function step(link: Link, event: LinkEvent, random: number): [Link, LinkCommand] {
  switch (event.type) {
    case 'begin':
      return link.phase === 'idle' ? [{ ...IDLE, phase: 'session' }, { do: 'session' }] : [link, { do: 'nothing' }];
    case 'session-ready':
      return [{ ...link, phase: 'joining' }, { do: 'join' }];
    case 'joined':
      return link.deaf >= DEAF_SOCKETS && link.polls < POLLS_BEFORE_SOCKET
        ? [{ ...link, phase: 'polling' }, { do: 'poll' }]
        : [{ ...link, phase: 'opening', polls: 0 }, { do: 'open' }];
    case 'socket-opened':
      return [{ ...IDLE, phase: 'online' }, { do: 'nothing' }];
    case 'socket-closed':
      if (link.phase === 'online') return wait(link, 'join', random);
      if (link.phase === 'opening') return wait({ ...link, deaf: link.deaf + 1 }, 'join', random);
      return [link, { do: 'nothing' }];
    case 'polled':
      if (link.phase !== 'polling') return [link, { do: 'nothing' }];
      return [
        { ...link, failures: 0, renewals: 0, polls: link.polls + 1, next: link.polls + 1 < POLLS_BEFORE_SOCKET ? 'poll' : 'join' },
        { do: 'wait', ms: POLL_MS },
      ];
    case 'failed':
      return failed(link, event.status, random);
    case 'due':
      return goOn(link);
    case 'woken':
      return link.phase === 'waiting' ? goOn(link) : [link, { do: 'nothing' }];
  }
}

function failed(link: Link, status: number | undefined, random: number): [Link, LinkCommand] {
  if (link.phase === 'session') return wait(link, 'session', random);
  const tokenIsSpent = status === 401 || status === 403 || status === 404;
  if (!tokenIsSpent) return wait(link, link.phase === 'polling' ? 'poll' : 'join', random);
  // A fresh token that is refused as well will not do better at once.
  if (link.renewals > 0) return wait(link, 'session', random);
  return [{ ...link, phase: 'session', renewals: link.renewals + 1 }, { do: 'session' }];
}

function wait(link: Link, next: Link['next'], random: number): [Link, LinkCommand] {
  const ms = Math.round(Math.min(MAX_WAIT_MS, 1_000 * 2 ** link.failures) * (0.5 + random / 2));
  return [
    { ...link, phase: 'waiting', failures: link.failures + 1, next },
    { do: 'wait', ms },
  ];
}

function goOn(link: Link): [Link, LinkCommand] {
  switch (link.next) {
    case 'session':
      return [{ ...link, phase: 'session' }, { do: 'session' }];
    case 'join':
      return [{ ...link, phase: 'joining' }, { do: 'join' }];
    case 'poll':
      return [{ ...link, phase: 'polling' }, { do: 'poll' }];
  }
}
