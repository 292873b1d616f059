/** Each proof fails for the flow that is wrong in just that way, and none for the sound one. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../src/core/flow.ts';
import { type Messages, Texts } from '../../src/core/render.ts';
import type { Explorations } from './checks.ts';
import { createExplorer, type Exploration } from './explore.ts';
import { brokenFlows, fixtureMessages, soundFlow } from './fixtures.ts';
import { loadMaterial } from './material.ts';
import { badMessages, CHECKS, exploreBoth } from './prove.ts';
import { describeMove, readUtterances } from './standing.ts';

const material = await loadMaterial();
const messages = fixtureMessages(material.messages);

function explored(flow: Flow, written: Messages = messages): Explorations {
  const texts = new Texts(written, 'en');
  const world = { flows: new Map([[flow.key, flow]]), current: new Map([[flow.id, flow]]), texts };
  return exploreBoth({ flow, world, locale: 'en', utterances: readUtterances(['yes', 'no'], material.classifier, 'en') });
}

type Check = keyof typeof CHECKS;
const fails: [keyof typeof brokenFlows, Check, string][] = [
  ['deadEnd', 'there is no dead end', 'nothing she, the wallet or the clock does leads on'],
  ['silentReturn', 'there is no dead end', 'finds the bot without a word'],
  ['unreachable', 'all states can be reached', 'nobody ever gets to: fixture.island'],
  ['untaken', 'every transition is taken', 'nothing ever takes: fixture.question on AFFIRM #1'],
  ['throwingGuard', 'no step throws', 'a guard that throws'],
  ['growing', 'snapshots are plain JSON of bounded size', 'remembers more and more'],
  ['growing', 'snapshots are plain JSON of bounded size', 'a snapshot of more than 8192 bytes'],
  ['notJson', 'snapshots are plain JSON of bounded size', 'does not come back from JSON as it went'],
  ['noPerson', 'a person can be reached from every state, by the flow’s own way too', 'the flow itself never brings a person'],
  ['deafToPerson', 'a person can be reached from every state, by the flow’s own way too', 'asking for a person brings none'],
  ['rewritten', 'going back repeats no wallet write', 'goes to fixture.journey.leg and writes'],
  ['staleResult', 'no stale answer is taken', 'listens for xstate.done.actor.look'],
];

/** All that follows from an exploration, but the ids of calls. */
function found({ edges }: Exploration) {
  return edges.map(({ from, move, to: { run, said, taken, entered, error, owner } }) => [
    [from.run.snapshot, describeMove(move), run.snapshot, run.trail, Object.keys(run.calls), run.timers],
    [said.map((output) => ({ ...output, effectId: '' })), taken, entered, error, owner],
  ]);
}

it.each(['failed-payment', 'security-tips'])('steps that are made once for both are what each would make: %s', (id) => {
  const around = material.surroundings(id);
  const [, shared] = exploreBoth(around);
  const alone = createExplorer(around)(true);
  expect(shared && isDeepStrictEqual(found(shared), found(alone))).toBe(true);
});

describe('the proofs', () => {
  it.each(Object.entries(CHECKS))('find nothing in a sound flow: %s', (_name, check) => {
    expect(check(explored(soundFlow))).toEqual([]);
  });

  it.each(fails)('%s: “%s” fails', { timeout: 60_000 }, (broken, check, reason) => {
    expect(CHECKS[check](explored(brokenFlows[broken])).join('\n')).toContain(reason);
  });

  it('find nothing in the texts of a sound flow', () => {
    expect(badMessages(explored(soundFlow), soundFlow, messages)).toEqual([]);
  });

  it('find a text that is missing in all languages', () => {
    const flow = brokenFlows.missingKey;
    expect(badMessages(explored(flow), flow, messages).join('\n')).toContain('no text for fixture.unwritten');
  });

  it('find a text that one language lacks', () => {
    const { 'fixture.question-again': _gone, ...rest } = messages.zh ?? {};
    const lacking = { ...messages, zh: rest };
    expect(badMessages(explored(soundFlow, lacking), soundFlow, lacking)).toContain('zh: no text for fixture.question-again');
  });

  it('find a text that takes other values in one language', () => {
    const uneven = { ...messages, id: { ...messages.id, 'fixture.question-again': 'Sudah {amount}?' } };
    expect(badMessages(explored(soundFlow, uneven), soundFlow, uneven).join('\n')).toContain(
      'fixture.question-again takes en: nothing; id: amount; zh: nothing',
    );
  });
});
