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
 *     phone: sets a new password | mistypes the code | taps the right number | says it is not her
 *     wallet: down                           the sandbox's mode
 *
 * Lines that begin with # and empty lines say nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Chat, type House, SARI } from './house.ts';
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

/** @param flows the folder of all flows */
export function goldenDialogues(flows: string): Dialogue[] {
  return readdirSync(flows).flatMap((flow) =>
    readdirSync(join(flows, flow))
      .filter((file) => file.endsWith('.dialogue.txt'))
      .map((file) => parseDialogue(`${flow}/${basename(file, '.dialogue.txt')}`, readFileSync(join(flows, flow, file), 'utf8'))),
  );
}

/** Of the line `kind: …`, the first there is. */
export function lineOf(dialogue: Dialogue, kind: Step['kind']): string | undefined {
  return dialogue.steps.find((step) => step.kind === kind)?.text;
}

/** How a dialogue's customer talks: straight to the engine, or through a channel's own door. */
export interface Driver {
  say(text: string): Promise<void>;
  /** Message keys of what the bot said since the last call. */
  heard(): Promise<string[]>;
  chat: Chat;
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Does what a line does; lines that only say what is so (bot, choices, owner) do nothing. @throws {Error} naming the line */
export async function perform(step: Step, at: string, house: House, driver: Driver): Promise<void> {
  switch (step.kind) {
    case 'user':
      return driver.say(step.text);
    case 'wait':
      return house.advance(duration(step.text, at));
    case 'agent':
      return act(step.text, at, driver.chat);
    case 'phone':
      return usePhone(step.text, at, house, driver.chat);
    case 'wallet':
      return openPhone(house.sandboxUrl).setMode(step.text);
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

async function usePhone(text: string, at: string, house: House, chat: Chat): Promise<void> {
  const phone = openPhone(house.sandboxUrl);
  switch (text) {
    case 'sets a new password':
      return phone.setPassword('Baru-2026!x');
    case 'mistypes the code':
      return phone.mistypeCode();
    case 'taps the right number':
      return phone.tap((await chat.log()).at(-1)?.text ?? '');
    case 'says it is not her':
      return phone.tap('');
    default:
      throw new Error(`${at}: the phone "sets a new password", "mistypes the code", "taps the right number" or "says it is not her"`);
  }
}
