/** The widget's connection through every mishap, without a network. */
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
const ONLINE = play([{ type: 'begin' }, { type: 'session-ready' }, { type: 'joined' }, { type: 'socket-opened' }]).link;

describe('the link', () => {
  it('comes up by session, join and socket, and only once', () => {
    const { link, done } = play([
      { type: 'begin' },
      { type: 'begin' },
      { type: 'session-ready' },
      { type: 'joined' },
      { type: 'socket-opened' },
    ]);
    expect(done).toEqual(['session', 'nothing', 'join', 'open', 'nothing']);
    expect(link.phase).toBe('online');
  });

  it('joins again after a dropped socket, waiting longer each time, at most half a minute', () => {
    const { done } = play(
      [
        { type: 'socket-closed' },
        { type: 'due' },
        ...Array.from({ length: 8 }, (): LinkEvent[] => [{ type: 'failed' }, { type: 'due' }]).flat(),
      ],
      ONLINE,
    );
    expect(done.filter((what) => what.startsWith('wait'))).toEqual(
      [1, 2, 4, 8, 16, 30, 30, 30, 30].map((seconds) => `wait ${seconds * 1000}`),
    );
    expect(done.filter((what) => what === 'join')).toHaveLength(9);
  });

  it('does not wait for the clock when the network is back', () => {
    expect(play([{ type: 'socket-closed' }, { type: 'woken' }], ONLINE).done).toEqual(['wait 1000', 'join']);
    expect(play([{ type: 'woken' }], ONLINE).done).toEqual(['nothing']);
  });

  it.each([401, 403, 404])('asks for one new session when the token is spent (%i), and no more at once', (status) => {
    const { done } = play(
      [{ type: 'socket-closed' }, { type: 'due' }, { type: 'failed', status }, { type: 'session-ready' }, { type: 'failed', status }],
      ONLINE,
    );
    expect(done).toEqual(['wait 1000', 'join', 'session', 'join', 'wait 2000']);
  });

  it('polls where sockets are forbidden, and tries a socket again about every minute', () => {
    const deaf: LinkEvent[] = [{ type: 'joined' }, { type: 'socket-closed' }, { type: 'due' }];
    const { link, done } = play([{ type: 'begin' }, { type: 'session-ready' }, ...deaf, ...deaf, ...deaf, { type: 'joined' }]);
    expect(done.at(-1)).toBe('poll');
    const polls = play(Array.from({ length: 20 }, (): LinkEvent[] => [{ type: 'polled' }, { type: 'due' }]).flat(), link);
    expect(polls.done.filter((what) => what === 'wait 3000')).toHaveLength(20);
    expect(polls.done.at(-1)).toBe('join');
    expect(play([{ type: 'joined' }, { type: 'socket-opened' }], polls.link).link).toEqual(ONLINE);
  });

  it('spreads its returns, so that a restart is not answered by everybody at once', () => {
    const waits = [0, 0.5, 1].map((random) => step(ONLINE, { type: 'socket-closed' }, random)[1]);
    expect(waits).toEqual([500, 750, 1000].map((ms) => ({ do: 'wait', ms })));
  });
});
