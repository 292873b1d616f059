/**
 * A week of conversations, so that no page of a fresh demo is empty: golden dialogues, replayed through a house of their
 * own whose clock stands in the past, then written into the desk's store. Marked as demo; nothing of them is ever sent.
 */
import type { Logger } from 'pino';
import type { Activity } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { World } from '../core/draft.ts';
import type { Classifier } from '../ports/classifier.ts';
import type { Storage } from '../ports/storage.ts';
import { createClock } from './clock.ts';
import { type Dialogue, type Driver, goldenDialogues, lineOf, perform, type Step } from './dialogue.ts';
import { createHouse } from './house.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Still waiting since so many minutes; some do not wait in the chat. */
const WAITING: { minutes: number; choice?: string }[] = [{ minutes: 34, choice: 'ticket' }, { minutes: 11 }, { minutes: 3 }];
/** Real customers always come first. */
const BEHIND_ALL_MS = 365 * DAY;

export interface WeekOptions {
  /** The folder of all flows. */
  flows: string;
  storage: Storage;
  /** A store of nobody's, for the house that replays. */
  openScratch(): Promise<Storage>;
  world: World;
  classifier: Classifier;
  /** The sandbox's customers by id. */
  nameOf(customerId: string): string | undefined;
  log: Logger;
  /** Epoch ms. */
  now: () => number;
  /** Asked between two conversations. */
  stopped(): boolean;
}

/** Once for a desk, and only where nobody has written yet. */
export async function seedDemoWeek(options: WeekOptions): Promise<void> {
  const { store } = options.storage;
  if ((await store.countByOwner({ owner: 'any' })) > 0) return;
  for (const planned of plan(goldenDialogues(options.flows), options.now())) {
    if (options.stopped()) return;
    await replay(options, planned);
  }
}

interface Planned {
  dialogue: Dialogue;
  /** Epoch ms. */
  startsAt: number;
  /** Nobody has answered yet. @property choice what she chose meanwhile */
  waits?: { choice?: string };
}

/** Oldest first, spread over the days and the waking hours of Jakarta. */
function plan(dialogues: Dialogue[], now: number): Planned[] {
  const past = dialogues.filter((dialogue) => !endsWaiting(dialogue) && !takesDays(dialogue));
  const midnight = Math.floor((now + 7 * 60 * MINUTE) / DAY) * DAY - 7 * 60 * MINUTE;
  const finished = past.map((dialogue, index): Planned => {
    const day = 1 + (index % 7);
    const minute = 8 * 60 + ((index * 97) % (13 * 60));
    return { dialogue, startsAt: midnight - day * DAY + minute * MINUTE };
  });
  const handedOver = dialogues.filter((dialogue) => endsWaiting(dialogue) && !dialogue.steps.some(({ kind }) => kind === 'wait'));
  const waiting = WAITING.flatMap(({ minutes, choice }, index): Planned[] => {
    const dialogue = handedOver[index % handedOver.length];
    return dialogue ? [{ dialogue, startsAt: now - minutes * MINUTE, waits: { ...(choice && { choice }) } }] : [];
  });
  return [...finished.toSorted((a, b) => a.startsAt - b.startsAt), ...waiting];
}

function endsWaiting({ steps }: Dialogue): boolean {
  const last = steps.at(-1);
  return last?.kind === 'owner' && last.text === 'queue';
}

/** Its end might not have come yet. */
function takesDays({ steps }: Dialogue): boolean {
  return steps.some(({ kind, text }) => kind === 'wait' && text.endsWith('d'));
}

async function replay(options: WeekOptions, { dialogue, startsAt, waits }: Planned): Promise<void> {
  const { world, classifier, log, storage } = options;
  const clock = createClock(startsAt);
  const house = await createHouse({ clock, storage: await options.openScratch(), world, classifier, log });
  try {
    const customerId = lineOf(dialogue, 'customer');
    const name = customerId && options.nameOf(customerId);
    const id = `demo-${dialogue.name.replace(/[^a-z0-9]+/gi, '-')}-${startsAt.toString(36)}`;
    const locale = lineOf(dialogue, 'locale');
    const chat = house.chat({ id, channel: 'directline', locale, customerId, ...(name && { name }) });
    await chat.start();
    const driver: Driver = { chat, say: async (text) => void (await chat.say(text)), heard: () => chat.heard() };
    for (const [index, step] of dialogue.steps.entries()) {
      // As long as people take to read and to write, but no longer than she has waited by now.
      if (!waits && isSpoken(step)) clock.advance((6 + ((index * 11) % 23)) * 1_000);
      await perform(step, `${dialogue.name}:${step.line}`, house, driver);
    }
    const chosen = waits?.choice && (await chat.conversation()).choices.find(({ value }) => value === waits.choice);
    if (chosen) await chat.say(chosen.label);
    await keep(storage, await chat.conversation(), await chat.log('desk'));
  } finally {
    await house.close();
  }
}

function isSpoken({ kind }: Step): boolean {
  return kind === 'user' || kind === 'agent';
}

/** The whole conversation as one commit without effects or timers. */
async function keep({ store }: Storage, told: Conversation, activities: Activity[]): Promise<void> {
  const owner = told.owner.kind === 'queue' ? { ...told.owner, score: told.owner.score + BEHIND_ALL_MS } : told.owner;
  await store.commit({
    inputId: `demo|${told.id}`,
    expectedVersion: 0,
    conversation: { ...told, owner, version: 1, demo: true },
    activities,
    effects: [],
    timers: { set: [], cancel: [] },
  });
}
