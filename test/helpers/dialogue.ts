/** Replays a golden dialogue and holds the bot to it. */
import { join } from 'node:path';
import { expect } from 'vitest';
import * as dialogues from '../../src/demo/dialogue.ts';
import { createHarness, type Harness, ROOT } from './harness.ts';

export const goldenDialogues = () => dialogues.goldenDialogues(join(ROOT, 'flows'));

/** @param customerId the wallet's id of a verified customer */
export type OpenDriver = (harness: Harness, locale: string, customerId?: string) => Promise<dialogues.Driver>;

export const engineDriver: OpenDriver = async (harness, locale, customerId) => {
  const chat = harness.chat({ locale, customerId });
  return { chat, say: async (text) => void (await chat.say(text)), heard: () => chat.heard() };
};

/** In a house of its own; every message of the bot must be in the dialogue, in its place. */
export async function replay(dialogue: dialogues.Dialogue, open: OpenDriver = engineDriver): Promise<void> {
  const harness = await createHarness();
  try {
    const driver = await open(harness, dialogues.lineOf(dialogue, 'locale') ?? 'en', dialogues.lineOf(dialogue, 'customer'));
    let heard: string[] = [];
    for (const step of dialogue.steps) {
      const at = `${dialogue.name}:${step.line}`;
      if (step.kind !== 'bot') heard = [...heard, ...(await driver.heard())];
      if (step.kind === 'user' || step.kind === 'wait') expect(heard, `${at}: the bot said more than the dialogue has`).toEqual([]);
      if (step.kind === 'bot') {
        heard = [...heard, ...(await driver.heard())];
        expect(heard.shift(), at).toBe(step.text);
      } else {
        await check(step, at, driver);
        await dialogues.perform(step, at, harness, driver);
      }
    }
    expect([...heard, ...(await driver.heard())], `${dialogue.name}: the bot said more than the dialogue has`).toEqual([]);
  } finally {
    await harness.close();
  }
}

async function check(step: dialogues.Step, at: string, driver: dialogues.Driver): Promise<void> {
  const conversation = await driver.chat.conversation().catch(() => undefined);
  if (step.kind === 'choices')
    expect(
      conversation?.choices.map((choice) => choice.value),
      at,
    ).toEqual(step.text.split(/,\s*/));
  if (step.kind === 'owner') expect(conversation?.owner.kind, at).toBe(step.text);
}
