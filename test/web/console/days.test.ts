/** The log by days, also where a provider was late or its clock is another. */
import { describe, expect, it } from 'vitest';
import { inDays } from '../../../src/web/console/days.ts';
import { said } from './activities.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const when = (...time: Parameters<typeof at>) => ({ timestamp: new Date(at(...time)).toISOString() });
const sent = (...time: Parameters<typeof at>) => ({ channelData: { sentAt: at(...time) } });
const shown = (log: Parameters<typeof inDays>[0]) =>
  inDays(log).map(({ at: day, entries }) => [new Date(day).getDate(), ...entries.map(({ activity }) => activity.seq)]);

describe('the days of a log', () => {
  it('begin at midnight of this place', () => {
    const log = [
      said(1, 'user', when(24, 23, 59)),
      said(2, 'bot', when(25, 0)),
      said(3, 'user', when(25, 23)),
      said(4, 'bot', when(27, 1)),
    ];
    expect(shown(log)).toEqual([
      [24, 1],
      [25, 2, 3],
      [27, 4],
    ]);
  });

  it('have messages and events, and what she wrote late at its own time', () => {
    const log = [
      said(1, 'user', { ...when(25, 10), ...sent(25, 10) }),
      said(2, 'bot', { ...when(25, 10, 1), type: 'trace' }),
      said(3, 'user', { ...when(25, 10, 5), ...sent(25, 10, 5) }),
      said(4, 'bot', { ...when(25, 10, 6), type: 'event', name: 'handoff.initiate' }),
      said(5, 'user', { ...when(25, 10, 30), ...sent(25, 10, 2) }),
    ];
    expect(shown(log)).toEqual([[25, 1, 5, 3, 4]]);
    const [day] = inDays(log);
    expect(day?.entries[1]).toMatchObject({ at: at(25, 10, 2), arrivedAt: at(25, 10, 30) });
    for (const entry of [day?.entries[0], day?.entries[2], day?.entries[3]]) expect(entry).not.toHaveProperty('arrivedAt');
  });

  it('are never begun twice, though her clock is behind ours about midnight', () => {
    const log = [
      said(1, 'agent', when(25, 0, 1)),
      said(2, 'user', { ...when(25, 0, 3), ...sent(25, 0, 2) }),
      said(3, 'user', { ...when(25, 0, 4), ...sent(24, 23, 59) }),
    ];
    expect(shown(log)).toEqual([[25, 1, 3, 2]]);
  });
});
