/** Messages that a provider brought late stand where she wrote them. */
import { describe, expect, it } from 'vitest';
import { inSentOrder } from '../../../src/web/shared/sent-order.ts';

const hers = (text: string, sentAt?: number) => ({
  text,
  from: { role: 'user' },
  ...(sentAt !== undefined && { channelData: { sentAt } }),
});
const ours = (text: string, role: 'bot' | 'agent' = 'bot') => ({ text, from: { role }, channelData: { sentAt: 0 } });
const order = (...entries: Parameters<typeof inSentOrder<ReturnType<typeof hers>>>[0]) => inSentOrder(entries).map(({ text }) => text);

describe('the log as it was written', () => {
  it('is the log itself where nothing came late', () => {
    expect(order()).toEqual([]);
    expect(order(hers('a', 1), ours('b'), hers('c', 2), hers('d', 2), ours('e'))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('has a late one before the first of hers that is later, past what others said meanwhile', () => {
    expect(order(hers('1', 1), hers('3', 3), ours('reply'), hers('4', 4), hers('2', 2))).toEqual(['1', '2', '3', 'reply', '4']);
    expect(order(hers('2', 2), ours('reply'), hers('1', 1))).toEqual(['1', '2', 'reply']);
  });

  it('keeps those of one moment as they came', () => {
    expect(order(hers('a', 1), hers('c', 3), hers('b1', 2), hers('b2', 2))).toEqual(['a', 'b1', 'b2', 'c']);
  });

  it('moves nothing of ours, and nothing of hers without a time', () => {
    expect(order(hers('5', 5), ours('bot'), ours('agent', 'agent'), hers('typed here'))).toEqual(['5', 'bot', 'agent', 'typed here']);
    expect(order(hers('5', 5), hers('untimed'), hers('4', 4))).toEqual(['4', '5', 'untimed']);
  });

  it('leaves the log that it was given', () => {
    const log = [hers('2', 2), hers('1', 1)];
    inSentOrder(log);
    expect(log.map(({ text }) => text)).toEqual(['2', '1']);
  });
});
