/**
 * Golden dialogues: `flows/<id>/*.dialogue.txt`, chats that anyone can read and every door replays.
 *
 *     locale: id
 *     customer: sinta                        verified by the wallet as this customer (optional)
 *     user: saya lupa password
 *     bot: reset-password.ask-contact        every message of the bot, in order, by its key
 *     choices: human, cancel                 what the last message offered (optional)
 *     agent: accept | return | close | say <text>
 *     owner: queue                           bot, queue or agent
 *     wait: 3s                               moves the clock (s, m, h, d)
 *     phone: sets a new password | mistypes the code
 *     wallet: down                           the sandbox's mode
 *
 * Lines that begin with # and empty lines say nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { type Chat, createHarness, type Harness, ROOT, SARI } from './harness.ts';
import { openPhone } from './phone.ts';

const KINDS = ['locale', 'customer', 'user', 'bot', 'choices', 'agent', 'owner', 'wait', 'phone', 'wallet'] as const;

export interface Step {
  kind: (typeof KINDS)[number];
  text: string;
  line: number;
}

export interface Dialogue {
  /** `<flow>/<file>`. */
  name: string;
  steps: Step[];
}

/** @throws {Error} naming file and line that can't be read */
export function parseDialogue(name: string, text: string): Dialogue {
  const steps = text.split('\n').flatMap((content, index): Step[] => {
    if (!content.trim() || content.startsWith('#')) return [];
    const [, kind, rest] = /^(\w+):\s*(.*)$/.exec(content) ?? [];
    if (!kind || !(KINDS as readonly string[]).includes(kind))
      throw new Error(`${name}:${index + 1}: begin the line with one of ${KINDS.join(', ')}`);
    return [{ kind: kind as Step['kind'], text: (rest ?? '').trim(), line: index + 1 }];
  });
  return { name, steps };
}

export function goldenDialogues(): Dialogue[] {
  const flows = join(ROOT, 'flows');
  return readdirSync(flows).flatMap((flow) =>
    readdirSync(join(flows, flow))
      .filter((file) => file.endsWith('.dialogue.txt'))
      .map((file) => parseDialogue(`${flow}/${basename(file, '.dialogue.txt')}`, readFileSync(join(flows, flow, file), 'utf8'))),
  );
}

/** How a dialogue's customer talks: straight to the engine, or through a channel's own door. */
export interface Driver {
  say(text: string): Promise<void>;
  /** Message keys of what the bot said since the last call. */
  heard(): Promise<string[]>;
  chat: Chat;
}

/** @param customerId the wallet's id of a verified customer */
export type OpenDriver = (harness: Harness, locale: string, customerId?: string) => Promise<Driver>;

export const engineDriver: OpenDriver = async (harness, locale, customerId) => {
  const chat = harness.chat({ locale, customerId });
  return { chat, say: async (text) => void (await chat.say(text)), heard: () => chat.heard() };
};

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Replays a dialogue in a house of its own; every message of the bot must be in it, in its place. */
export async function replay(dialogue: Dialogue, open: OpenDriver = engineDriver): Promise<void> {
  const harness = await createHarness();
  try {
    const locale = dialogue.steps.find((step) => step.kind === 'locale')?.text ?? 'en';
    const customerId = dialogue.steps.find((step) => step.kind === 'customer')?.text;
    const driver = await open(harness, locale, customerId);
    let heard: string[] = [];
    for (const step of dialogue.steps) {
      const at = `${dialogue.name}:${step.line}`;
      if (step.kind !== 'bot') heard = [...heard, ...(await driver.heard())];
      if (step.kind === 'user' || step.kind === 'wait') expect(heard, `${at}: the bot said more than the dialogue has`).toEqual([]);
      if (step.kind === 'bot') {
        heard = [...heard, ...(await driver.heard())];
        expect(heard.shift(), at).toBe(step.text);
      } else {
        await perform(step, at, harness, driver);
      }
    }
    expect([...heard, ...(await driver.heard())], `${dialogue.name}: the bot said more than the dialogue has`).toEqual([]);
  } finally {
    await harness.close();
  }
}

async function perform(step: Step, at: string, harness: Harness, driver: Driver): Promise<void> {
  switch (step.kind) {
    case 'user':
      return driver.say(step.text);
    case 'choices':
      expect(
        (await driver.chat.conversation()).choices.map((choice) => choice.value),
        at,
      ).toEqual(step.text.split(/,\s*/));
      return;
    case 'owner':
      expect((await driver.chat.conversation()).owner.kind, at).toBe(step.text);
      return;
    case 'wait':
      return harness.advance(duration(step.text, at));
    case 'agent':
      return act(step.text, at, driver.chat);
    case 'phone':
      return usePhone(step.text, at, harness);
    case 'wallet':
      return openPhone(harness.sandboxUrl).setMode(step.text);
    default:
  }
}

function duration(text: string, at: string): number {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (!amount || !unit) throw new Error(`${at}: write a duration as 3s, 10m, 2h or 1d`);
  return Number(amount) * (UNITS[unit] ?? 0);
}

async function act(text: string, at: string, chat: Chat): Promise<void> {
  const [, verb, rest] = /^(\w+)\s*(.*)$/.exec(text) ?? [];
  switch (verb) {
    case 'accept':
    case 'return':
    case 'close':
      await chat.agent(SARI, { type: verb });
      return;
    case 'say':
      await chat.agent(SARI, { type: 'message', text: rest ?? '' });
      return;
    default:
      throw new Error(`${at}: an agent can accept, return, close or say <text>`);
  }
}

async function usePhone(text: string, at: string, harness: Harness): Promise<void> {
  const phone = openPhone(harness.sandboxUrl);
  switch (text) {
    case 'sets a new password':
      return phone.setPassword('Baru-2026!x');
    case 'mistypes the code':
      return phone.mistypeCode();
    default:
      throw new Error(`${at}: the phone can "sets a new password" or "mistypes the code"`);
  }
}
