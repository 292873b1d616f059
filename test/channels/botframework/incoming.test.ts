import { describe, expect, it } from 'vitest';
import { answerIn, conversationIdOf, parseIncoming, reference, repliedTo, toInput } from '../../../src/channels/botframework/incoming.ts';
import type { Json } from '../../../src/core/activity.ts';
import { emulatorActivity } from './connector.ts';

const SERVICE_URL = 'http://localhost:50123';
const parse = (activity: Record<string, unknown> = {}) => parseIncoming(emulatorActivity(SERVICE_URL, activity));

describe('an incoming activity', () => {
  it('becomes an input with stable ids and an address of plain JSON', () => {
    const input = toInput(parse({ text: 'hello' }));
    expect(input).toEqual({
      kind: 'activity',
      id: 'bf|emulator|7f0c|livechat|a1',
      conversationId: conversationIdOf({ channelId: 'emulator', conversation: { id: '7f0c|livechat' } }),
      activity: {
        type: 'message',
        text: 'hello',
        attachments: undefined,
        locale: 'en-US',
        channelData: { sentAt: Date.UTC(2026, 10, 24, 3) },
        from: { id: 'u-1', name: 'User' },
      },
      origin: {
        channel: 'botframework',
        delivery: 'push',
        locale: 'en-US',
        customer: { id: 'u-1', name: 'User' },
        address: {
          channelId: 'emulator',
          serviceUrl: SERVICE_URL,
          conversation: { id: '7f0c|livechat' },
          user: { id: 'u-1', name: 'User', role: 'user' },
          bot: { id: 'bot-1', name: 'Bot', role: 'bot' },
          locale: 'en-US',
        },
      },
    });
    expect(reference.parse(JSON.parse(JSON.stringify(input?.origin.address)))).toEqual(input?.origin.address);
  });

  it('that does not tell when it was sent, or not so that it can be read, comes in all the same', () => {
    for (const timestamp of [undefined, null, 'yesterday', 7]) {
      const input = toInput(parse({ text: 'hello', timestamp }));
      expect(input?.activity).toMatchObject({ text: 'hello' });
      expect(input?.activity).not.toHaveProperty('channelData');
    }
  });

  it('of another channel with the same conversation id is another conversation', () => {
    const ids = ['emulator', 'msteams'].map((channelId) => conversationIdOf({ channelId, conversation: { id: 'c' } }));
    expect(new Set([...ids, conversationIdOf({ channelId: 'emulator\nc', conversation: { id: '' } })]).size).toBe(3);
    expect(ids[0]).toMatch(/^bf-[0-9a-f]{32}$/);
  });

  it('without an id is never taken for a repetition', () => {
    const [one, two] = [1, 2].map(() => toInput(parse({ id: undefined, text: 'ok' })));
    expect(one?.id).not.toBe(two?.id);
  });

  it('makes no input of what says nothing', () => {
    const silent = [
      { type: 'typing' },
      { type: 'endOfConversation' },
      { type: 'event' },
      { type: 'conversationUpdate', membersAdded: [{ id: 'bot-1' }] },
    ];
    expect(silent.map((activity) => toInput(parse(activity)))).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('takes no event under a name of the desk’s own', () => {
    const names = ['handoff.status', 'delivery.failed', 'customer.rated', 'order.placed'];
    const inputs = names.map((name) => toInput(parse({ type: 'event', name, value: {} })));
    expect(inputs.map((input) => input?.activity.name)).toEqual([undefined, undefined, undefined, 'order.placed']);
  });

  it('greets the one who joined, not who told us', () => {
    const input = toInput(
      parse({ type: 'conversationUpdate', from: { id: 'conversation' }, membersAdded: [{ id: 'bot-1' }, { id: 'u-2', name: 'Sinta' }] }),
    );
    expect(input?.origin).toMatchObject({ customer: { id: 'u-2', name: 'Sinta' }, address: { user: { id: 'u-2' } } });
  });

  it('of a card’s submit button brings its answer as her text', () => {
    expect(toInput(parse({ value: { text: 'Yes' } }))?.activity.text).toBe('Yes');
    expect(answerIn('Yes')).toBe('Yes');
    expect(answerIn({ answer: 'Yes' })).toBe('Yes');
    const none: Json[] = [{ text: ' ' }, { text: 5 }, null, ['Yes'], 'x'.repeat(8_001)];
    expect(none.map(answerIn)).toEqual(none.map(() => undefined));
  });

  it('names what is wrong with it', () => {
    const bad = () => parse({ from: { id: '' }, serviceUrl: 'ftp://x', text: 7 });
    expect(bad).toThrow(
      expect.objectContaining({
        code: 'bad-request',
        details: ['serviceUrl', 'from.id', 'text'].map((field) => expect.objectContaining({ field })),
      }) as Error,
    );
  });
});

describe('what a reply answers', () => {
  const address = reference.parse({
    channelId: 'emulator',
    serviceUrl: SERVICE_URL,
    conversation: { id: 'a|b' },
    user: { id: 'u' },
    bot: { id: 'b' },
  });
  const replied = (input: string) => repliedTo({ id: `bf-1|${input}|3`, conversationId: 'bf-1' }, address);

  it('is the channel’s own id of the message', () => {
    expect(replied('bf|emulator|a|b|x|y')).toBe('x|y');
  });

  it('is nothing for a greeting, a message without an id, a wallet’s answer and a timer', () => {
    expect(['bf|emulator|a|b|~start', 'bf|emulator|a|b|', 'result|bf-1|bf|emulator|a|b|m1|4', 'bf|msteams|a|b|x'].map(replied)).toEqual(
      Array(4).fill(undefined),
    );
  });
});
