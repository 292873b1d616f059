/** Our handoff events beside those that the SDK's own EventFactory makes. */
import { type Activity as WireActivity, EventFactory, HandoffEventNames, TestAdapter, type Transcript } from 'botbuilder';
import { describe, expect, it } from 'vitest';
import { toWire } from '../../../src/channels/botframework/wire.ts';
import type { Activity, JsonObject, NewActivity } from '../../../src/core/activity.ts';
import { handoffInitiate, handoffStatus } from '../../../src/core/handoff.ts';
import { loadWorld, SARI } from '../../helpers/harness.ts';

const VALUE: JsonObject = { reason: 'asked-for-person', topic: 'reset-password', facts: { contact: '+62 812••••7890' } };

/** What arrives at a channel for one of our activities, and what the SDK makes in the same turn. */
async function both(ours: NewActivity, make: (turn: Parameters<typeof EventFactory.createHandoffInitiation>[0]) => WireActivity) {
  const { world } = await loadWorld();
  const entry: Activity = {
    ...ours,
    id: 'bf|test|c|0|1',
    seq: 2,
    timestamp: '2026-11-24T03:00:00.000Z',
    conversationId: 'bf-1',
    locale: 'en',
  };
  let theirs: WireActivity | undefined;
  const adapter = new TestAdapter(async (turn) => {
    theirs = make(turn);
    await turn.sendActivities(toWire(entry, { texts: world.texts, customerId: 'user1' }));
  });
  await adapter.receiveActivity(adapter.makeActivity('human please'));
  const [sent] = adapter.activeQueue;
  if (!theirs || !sent) throw new Error('nothing was made');
  return { theirs: plain(theirs), sent: plain(sent), entry: plain(entry) };
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

describe('handoff.initiate', () => {
  const transcript: Transcript = { activities: [] };
  const make = () => both(handoffInitiate(VALUE), (turn) => EventFactory.createHandoffInitiation(turn, VALUE, transcript) as WireActivity);

  it('has the name, the type and the value of the SDK’s', async () => {
    const { theirs, sent, entry } = await make();
    for (const field of ['type', 'name', 'value']) {
      expect(entry[field], field).toEqual(theirs[field]);
      expect(sent[field], field).toEqual(theirs[field]);
    }
    expect(sent.name).toBe(HandoffEventNames.InitiateHandoff);
  });

  it('goes where the SDK’s would', async () => {
    const { theirs, sent } = await make();
    for (const field of ['channelId', 'serviceUrl', 'conversation', 'replyToId']) expect(sent[field], field).toEqual(theirs[field]);
  });

  it('leaves out the transcript, which our desk reads from the log, and what only repeats the turn', async () => {
    const { theirs, sent } = await make();
    expect(Object.keys(theirs).filter((field) => !(field in sent))).toEqual(['localTimezone', 'attachments', 'entities', 'relatesTo']);
    expect(Object.keys(sent).filter((field) => !(field in theirs))).toEqual(['locale', 'recipient']);
  });

  it('comes from the bot, where the SDK’s names the customer', async () => {
    const { theirs, sent } = await make();
    expect([theirs.from, sent.from]).toMatchObject([{ id: 'user1' }, { id: 'bot' }]);
  });
});

describe('handoff.status', () => {
  it.each(['accepted', 'failed', 'completed'] as const)('%s has the name, the type and the value of the SDK’s', async (state) => {
    for (const message of [undefined, 'Nobody is here.']) {
      const make = (turn: { activity: WireActivity }) =>
        EventFactory.createHandoffStatus(turn.activity.conversation, state, message as string) as WireActivity;
      const { theirs, sent, entry } = await both(handoffStatus(state, SARI, message), make);
      for (const field of ['type', 'name', 'value']) {
        expect(entry[field], field).toEqual(theirs[field]);
        expect(sent[field], field).toEqual(theirs[field]);
      }
      expect(sent.name).toBe(HandoffEventNames.HandoffStatus);
      expect(sent.conversation).toEqual(theirs.conversation);
    }
  });

  it('adds who it was: an agent, by name', async () => {
    const { theirs, entry } = await both(
      handoffStatus('accepted', SARI),
      (turn) => EventFactory.createHandoffStatus(turn.activity.conversation, 'accepted', undefined as unknown as string) as WireActivity,
    );
    expect(theirs.from).toBeUndefined();
    expect(entry.from).toMatchObject({ name: 'Sari', role: 'agent' });
  });
});
