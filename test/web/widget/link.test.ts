/** The widget's connection through every mishap, without a network. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE, type Link, type LinkEvent, step } from '../../../src/web/widget/link.ts';

/** Plays events and returns what was to be done after each. */
function play(events: LinkEvent[], from: Link = IDLE): { link: Link; done: string[] } {
  let link = from;
  const done = events.map((event) => {
    const [next, command] = step(link, event, 1);
    link = next;
    return command.do === 'wait' ? `wait ${command.ms}` : command.do;
  });
  return { link, done };
}

const times = (count: number, events: LinkEvent[]) => Array.from({ length: count }, () => events).flat();
const JOINED: LinkEvent[] = [{ type: 'begin' }, { type: 'session-ready' }, { type: 'joined' }];
const ONLINE = play([...JOINED, { type: 'socket-opened' }]).link;
/** A socket is tried and never opens. */
const DEAF: LinkEvent[] = [{ type: 'joined' }, { type: 'socket-closed' }, { type: 'due' }];
const POLLING = play([{ type: 'begin' }, { type: 'session-ready' }, ...times(3, DEAF), { type: 'joined' }]).link;

describe('the link', () => {
  it('comes up by session, join and socket, and only once', () => {
    const { link, done } = play([{ type: 'begin' }, ...JOINED, { type: 'socket-opened' }, { type: 'begin' }]);
    expect(done).toEqual(['session', 'nothing', 'join', 'open', 'nothing', 'nothing']);
    expect(link.phase).toBe('online');
  });

  it('asks for a session until it has one', () => {
    const { done } = play([
      { type: 'begin' },
      { type: 'failed' },
      { type: 'due' },
      { type: 'failed', status: 503 },
      { type: 'due' },
      { type: 'failed', status: 403 },
      { type: 'due' },
      { type: 'session-ready' },
    ]);
    expect(done).toEqual(['session', 'wait 1000', 'session', 'wait 2000', 'session', 'wait 4000', 'session', 'join']);
  });

  it('joins again after a dropped socket, waiting longer each time, at most half a minute', () => {
    const { done } = play([{ type: 'socket-closed' }, { type: 'due' }, ...times(8, [{ type: 'failed' }, { type: 'due' }])], ONLINE);
    const waits = [1, 2, 4, 8, 16, 30, 30, 30, 30].map((seconds) => `wait ${seconds * 1000}`);
    expect(done.filter((what) => what.startsWith('wait'))).toEqual(waits);
    expect(done.filter((what) => what === 'join')).toHaveLength(9);
  });

  it('begins with short waits again once it has been online', () => {
    const cut: LinkEvent[] = [{ type: 'socket-closed' }, { type: 'due' }, { type: 'failed' }, { type: 'due' }];
    const back: LinkEvent[] = [{ type: 'joined' }, { type: 'socket-opened' }, { type: 'socket-closed' }];
    expect(play([...cut, ...back], ONLINE).done).toEqual(['wait 1000', 'join', 'wait 2000', 'join', 'open', 'nothing', 'wait 1000']);
  });

  it('survives a server that restarts: refused, unanswered, too busy, back', () => {
    const { link, done } = play(
      [
        { type: 'socket-closed' },
        { type: 'due' },
        { type: 'failed' },
        { type: 'due' },
        { type: 'failed', status: 502 },
        { type: 'due' },
        { type: 'failed', status: 429 },
        { type: 'due' },
        { type: 'joined' },
        { type: 'socket-opened' },
      ],
      ONLINE,
    );
    expect(done).not.toContain('session');
    expect(link).toEqual(ONLINE);
  });

  it('does not wait for the clock when it is woken, and is otherwise left alone', () => {
    expect(play([{ type: 'socket-closed' }, { type: 'woken' }], ONLINE).done).toEqual(['wait 1000', 'join']);
    for (const from of [IDLE, ONLINE, POLLING, play([{ type: 'begin' }]).link, play(JOINED).link]) {
      expect(step(from, { type: 'woken' }, 1)).toEqual([from, { do: 'nothing' }]);
    }
  });

  it('does not mind what comes late', () => {
    const waiting = play([{ type: 'socket-closed' }], ONLINE).link;
    expect(step(waiting, { type: 'socket-closed' }, 1)).toEqual([waiting, { do: 'nothing' }]);
    expect(step(ONLINE, { type: 'polled' }, 1)).toEqual([ONLINE, { do: 'nothing' }]);
  });

  it('spreads its returns, so that a restart is not answered by everybody at once', () => {
    const waits = [0, 0.5, 1].map((random) => step(ONLINE, { type: 'socket-closed' }, random)[1]);
    expect(waits).toEqual([500, 750, 1000].map((ms) => ({ do: 'wait', ms })));
  });
});

describe('a token that is spent', () => {
  it.each([401, 403, 404])('is replaced once (%i); if the next is refused as well, not at once again', (status) => {
    const { done } = play(
      [
        { type: 'socket-closed' },
        { type: 'due' },
        { type: 'failed', status },
        { type: 'session-ready' },
        { type: 'failed', status },
        { type: 'due' },
        { type: 'session-ready' },
        { type: 'failed', status },
      ],
      ONLINE,
    );
    expect(done).toEqual(['wait 1000', 'join', 'session', 'join', 'wait 2000', 'session', 'join', 'wait 4000']);
  });

  it('is replaced at once again after the link has worked meanwhile', () => {
    const spent: LinkEvent[] = [{ type: 'failed', status: 403 }, { type: 'session-ready' }, { type: 'joined' }, { type: 'socket-opened' }];
    expect(play([...spent, ...spent], ONLINE).done).toEqual(['session', 'join', 'open', 'nothing', 'session', 'join', 'open', 'nothing']);
  });

  it('is replaced while polling, and polling goes on', () => {
    const { done } = play([{ type: 'failed', status: 403 }, { type: 'session-ready' }, { type: 'joined' }], POLLING);
    expect(done).toEqual(['session', 'join', 'poll']);
  });
});

describe('where sockets are forbidden', () => {
  it('it polls after three that never opened', () => {
    const { done } = play([{ type: 'begin' }, { type: 'session-ready' }, ...times(3, DEAF), { type: 'joined' }]);
    expect(done.filter((what) => what === 'open')).toHaveLength(3);
    expect(done.at(-1)).toBe('poll');
  });

  it('it tries a socket about every minute, polls on if that is deaf, too, and is online again if not', () => {
    const minute = play(times(20, [{ type: 'polled' }, { type: 'due' }]), POLLING);
    expect(minute.done.filter((what) => what === 'wait 3000')).toHaveLength(20);
    expect(minute.done.filter((what) => what === 'poll')).toHaveLength(19);
    expect(minute.done.at(-1)).toBe('join');
    const deaf = play([...DEAF, { type: 'joined' }], minute.link);
    expect(deaf.done).toEqual(['open', expect.stringMatching(/^wait/), 'join', 'poll']);
    expect(play([{ type: 'joined' }, { type: 'socket-opened' }], minute.link).link).toEqual(ONLINE);
  });

  it('it waits longer for each poll that fails, and then keeps its pace again', () => {
    const failing = times(2, [{ type: 'failed' }, { type: 'due' }]);
    const before = POLLING.failures;
    const { done, link } = play([...failing, { type: 'polled' }], POLLING);
    expect(done).toEqual([`wait ${1_000 * 2 ** before}`, 'poll', `wait ${1_000 * 2 ** (before + 1)}`, 'poll', 'wait 3000']);
    expect(link.failures).toBe(0);
  });

  it('one that opens and drops is no deaf one', () => {
    const flapping = times(5, [{ type: 'socket-closed' }, { type: 'due' }, { type: 'joined' }, { type: 'socket-opened' }]);
    expect(play(flapping, ONLINE).done).not.toContain('poll');
  });
});

it('never stands still: whatever happens, either something is under way or it waits', () => {
  const status = fc.constantFrom(undefined, 401, 403, 404, 429, 500, 503);
  /** What can happen in each phase. */
  const outcomes: Record<Link['phase'], LinkEvent['type'][]> = {
    idle: ['begin'],
    session: ['session-ready', 'failed'],
    joining: ['joined', 'failed'],
    opening: ['socket-opened', 'socket-closed'],
    online: ['socket-closed', 'failed', 'woken'],
    polling: ['polled', 'failed'],
    waiting: ['due', 'woken'],
  };
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), status, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 200 }), (story) => {
      let link = IDLE;
      let waits = false;
      for (const [choice, code, random] of story) {
        const types = waits && link.phase === 'polling' ? (['due'] as const) : outcomes[link.phase];
        const type = types[choice % types.length] ?? 'begin';
        const [next, command] = step(link, type === 'failed' ? { type, status: code } : { type }, random);
        waits = command.do === 'wait';
        if (command.do === 'wait') expect(command.ms).toBeLessThanOrEqual(30_000);
        if (command.do === 'nothing') expect(next.phase).toBe('online');
        link = next;
      }
    }),
  );
});
