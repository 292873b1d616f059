import { beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import type { Conversation } from '../../src/core/conversation.ts';
import type { World } from '../../src/core/draft.ts';
import { Texts } from '../../src/core/render.ts';
import { decide, decideRescue } from '../../src/core/turn.ts';
import type { AgentCommand, Classification, Commit, Input } from '../../src/core/turn-types.ts';
import { discoverFlows } from '../../src/discover.ts';
import { loadLocales } from '../../src/locales.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const agent = { id: 'sari', name: 'Sari', capacity: 3 };
let world: World;
let ids = 0;

beforeAll(async () => {
  const locales = loadLocales(`${root}/locales`);
  const registry = await discoverFlows();
  world = { ...registry, texts: new Texts(locales.messages, 'id') };
});

function classified(intent: string, extra: Partial<Classification> = {}): Classification {
  return { intent, score: 0.95, band: intent === 'none' ? 'none' : 'answer', alternatives: [], entities: [], ...extra };
}

function says(text: string, classification = classified('none'), extra: Partial<Extract<Input, { kind: 'activity' }>> = {}): Input {
  return {
    kind: 'activity',
    id: `in${++ids}`,
    conversationId: 'c1',
    activity: { type: 'message', text, from: { id: 'u1' } },
    origin: { channel: 'test', delivery: 'pull', locale: 'en', customer: { id: 'u1' } },
    classification,
    ...extra,
  };
}

function command(type: AgentCommand): Input {
  return { kind: 'agentCommand', id: `in${++ids}`, conversationId: 'c1', agent, command: type };
}

const phone = classified('none', { entities: [{ kind: 'phone', value: '+6281234567890', start: 0, end: 13 }] });

function play(...inputs: Input[]): { conversation: Conversation; last: Commit } {
  let conversation: Conversation | undefined;
  let last: Commit | undefined;
  for (const input of inputs) {
    last = decide(conversation, input, 1_000_000 + ids * 1_000, world);
    // What the store does to it.
    conversation = JSON.parse(JSON.stringify(last?.conversation)) as Conversation;
  }
  if (!conversation || !last) throw new Error('no turn');
  return { conversation, last };
}

function heard(commit: Commit): unknown[] {
  return commit.activities
    .filter((entry) => entry.from.role === 'bot' && entry.visibility === 'customer')
    .map((entry) => entry.channelData?.messageKey ?? entry.name);
}

describe('decide', () => {
  it('is repeatable: the same turn makes the same commit, ids included', () => {
    const input = says('forgot', classified('reset-password'));
    expect(decide(undefined, input, 5, world)).toEqual(decide(undefined, input, 5, world));
  });

  it('numbers the log without gaps and expects the version it read', () => {
    const { last, conversation } = play(says('forgot', classified('reset-password')), says('0812 3456 7890', phone));
    expect(last.expectedVersion).toBe(1);
    expect(conversation.version).toBe(2);
    expect(last.activities.map((entry) => entry.seq)).toEqual([3]);
    expect(last.effects).toMatchObject([
      { kind: 'callWallet', operation: 'startPasswordReset', input: { contact: '+6281234567890', locale: 'en' } },
    ]);
  });

  it('honours the wish for a person at once, in any state, and remembers where the bot stood', () => {
    const { conversation, last } = play(says('forgot', classified('reset-password')), says('human!', classified('talk-to-human')));
    expect(conversation.owner).toMatchObject({ kind: 'queue', team: 'general', locale: 'en', reason: 'asked-for-person' });
    expect(heard(last)).toEqual(['_common.handoff-started', 'handoff.initiate']);
    expect(conversation.runs[0]?.snapshot.value).toEqual({ contact: 'unknown' });
  });

  it('relays while a person owns the conversation: the bot says nothing', () => {
    const { last } = play(says('human', classified('talk-to-human')), says('hello?', classified('greeting')));
    expect(last.activities.map((entry) => entry.from.role)).toEqual(['user']);
  });

  it('hands a late answer of the wallet to the flow and speaks only as a private note', () => {
    const before = play(says('forgot', classified('reset-password')), says('0812', phone));
    const effectId = before.last.effects[0]?.id ?? '';
    const human = decide(before.conversation, says('human', classified('talk-to-human')), 3_000_000, world);
    const late = decide(
      human?.conversation,
      {
        kind: 'effectResult',
        id: 'r1',
        conversationId: 'c1',
        effectId,
        result: { ok: false, error: { code: 'account_locked', message: '' } },
      },
      3_000_001,
      world,
    );
    expect(late?.activities.map((entry) => [entry.visibility, entry.channelData?.messageKey])).toEqual([
      ['desk', 'reset-password.account-locked'],
    ]);
    expect(late?.conversation.owner.kind).toBe('queue');
  });

  it('lets one agent take it and refuses the next', () => {
    const { conversation, last } = play(says('human', classified('talk-to-human')), command({ type: 'accept' }));
    expect(conversation.owner).toMatchObject({ kind: 'agent', agentId: 'sari' });
    expect(last.capacity).toEqual({ agentId: 'sari', max: 3 });
    expect(last.activities).toMatchObject([{ type: 'event', name: 'handoff.status', value: { state: 'accepted' } }]);
    expect(() => decide(conversation, command({ type: 'accept' }), 1, world)).toThrow(/already-taken/);
  });

  it('returns to the exact state and repeats its question', () => {
    const { conversation, last } = play(
      says('forgot', classified('reset-password')),
      says('human', classified('talk-to-human')),
      command({ type: 'accept' }),
      command({ type: 'return' }),
    );
    expect(conversation.owner).toEqual({ kind: 'bot' });
    expect(heard(last)).toEqual(['_common.bot-is-back', 'reset-password.ask-contact']);
  });

  it('pauses a flow’s timers while a person owns the conversation and goes on with what was left', () => {
    const asked = play(says('forgot', classified('reset-password')), says('0812', phone));
    const reset = {
      resetId: 'r',
      status: 'sent',
      channel: 'sms',
      maskedContact: '…',
      securePageUrl: 'https://w',
      loginUrl: 'https://l',
      expiresAt: '',
      resendsLeft: 2,
    };
    const effectId = asked.last.effects[0]?.id ?? '';
    const open = decide(
      asked.conversation,
      { kind: 'effectResult', id: 'r', conversationId: 'c1', effectId, result: { ok: true, output: reset } },
      10_000,
      world,
    );
    const timer = open?.timers.set[0];
    expect(timer?.dueAt).toBe(13_000);
    const human = decide(open?.conversation, says('human', classified('talk-to-human')), 11_000, world);
    expect(human?.timers).toEqual({ set: [], cancel: open?.timers.set.map(({ id }) => id) });
    const taken = decide(human?.conversation, command({ type: 'accept' }), 60_000, world);
    const back = decide(taken?.conversation, command({ type: 'return' }), 100_000, world);
    expect(back?.timers.set[0]?.dueAt).toBe(102_000);
  });

  it('not understood: reworded, then with a person among the choices, then a person', () => {
    const turns = [says('forgot', classified('reset-password')), says('xyz'), says('xyz'), says('xyz')];
    expect(heard(play(...turns.slice(0, 2)).last)).toEqual(['reset-password.ask-contact-again']);
    const second = play(...turns.slice(0, 3)).conversation;
    expect(second.choices.map((choice) => choice.value)).toContain('human');
    expect(play(...turns).conversation.owner).toMatchObject({ kind: 'queue', reason: 'not-understood' });
  });

  it('takes a typed label, a number and other words for a choice as a tap', () => {
    for (const text of ['Talk to a person', '1', 'talk to a person.']) {
      expect(play(says('forgot', classified('reset-password')), says(text)).conversation.owner.kind, text).toBe('queue');
    }
  });

  it('says why a secret was masked, as a system line when an agent has the conversation', () => {
    expect(heard(play(says('my pin is ••••', classified('none'), { masked: ['pin'] })).last)[0]).toBe('_common.secret-masked');
    const { last } = play(says('human', classified('talk-to-human')), says('pin ••••', classified('none'), { masked: ['pin'] }));
    expect(heard(last)).toEqual(['secret.masked']);
  });

  it('says so in the language of the message that held it', () => {
    const language = { locale: 'id', confidence: 0.95 };
    const { last } = play(says('sandi saya ••••', classified('none', { language }), { masked: ['password'] }));
    expect(last.activities.filter(({ from }) => from.role === 'bot').map(({ locale }) => locale)).toEqual(['id', 'id']);
  });

  it('follows the customer’s language, not one stray word', () => {
    const zh = classified('reset-password', { language: { locale: 'zh', confidence: 0.99 } });
    expect(play(says('hi', classified('greeting')), says('忘记密码了', zh)).conversation.locale).toBe('zh');
    const word = classified('thanks-goodbye', { language: { locale: 'zh', confidence: 0.99, brief: true } });
    const english = classified('greeting', { language: { locale: 'en', confidence: 0.99, brief: true } });
    expect(play(says('hi there', english), says('谢谢', word)).conversation.locale).toBe('en');
    expect(play(says('hi there', english), says('谢谢', word), says('好的', word)).conversation.locale).toBe('zh');
    const stray = classified('greeting', { language: { locale: 'zh', confidence: 0.4 } });
    expect(play(says('hi', stray)).conversation.locale).toBe('en');
  });

  it('keeps what she said and brings a person when a flow breaks', () => {
    const { conversation } = play(says('forgot', classified('reset-password')));
    const run = conversation.runs[0];
    if (!run) throw new Error('no run');
    const broken = { ...conversation, runs: [{ ...run, snapshot: { ...run.snapshot, value: 'a-state-that-is-gone' } }] };
    const input = says('0812', phone);
    expect(() => decide(broken, input, 1, world)).toThrow();
    const rescue = decideRescue(broken, input, 1, world);
    expect(rescue?.activities[0]).toMatchObject({ from: { role: 'user' }, text: '0812' });
    expect(rescue?.conversation).toMatchObject({ owner: { kind: 'queue', reason: 'flow-failed' }, runs: [] });
  });

  const untilClosed = () => [says('human', classified('talk-to-human')), command({ type: 'accept' }), command({ type: 'close' })];

  it('closes with the status "completed" and opens again with her next message', () => {
    const closed = play(...untilClosed());
    expect(closed.conversation).toMatchObject({ status: 'closed', owner: { kind: 'bot' } });
    const again = decide(closed.conversation, says('hi again', classified('greeting')), 9, world);
    expect(again?.conversation.status).toBe('open');
    expect(again && heard(again)).toEqual(['_common.hello']);
    expect(again?.conversation.runs).toEqual([]);
  });

  it('keeps how she liked the help, with whom, and stays closed', () => {
    const { conversation, last } = play(...untilClosed(), says('5'));
    expect(conversation).toMatchObject({ status: 'closed', runs: [], rating: { score: 5, agentId: 'sari' } });
    expect(heard(last)).toEqual(['rate-service.thanks']);
    expect(last.activities).toContainEqual(expect.objectContaining({ name: 'customer.rated', visibility: 'desk', value: { score: 5 } }));
  });

  it('asks somebody who comes back another day for no rating', () => {
    const { conversation } = play(...untilClosed());
    const back = decide(conversation, says('5'), conversation.updatedAt + 24 * 3_600_000, world);
    expect(back?.conversation).toMatchObject({ status: 'open', runs: [] });
    expect(back?.conversation.rating).toBeUndefined();
  });
});
