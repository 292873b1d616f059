/** A conversation and who holds the baton: always exactly one owner. */
import type { Json, JsonObject } from './activity.ts';
import type { OpenSecret } from './mask-across.ts';
import type { Mood } from './mood.ts';

export interface QueueOwner {
  kind: 'queue';
  /** The queue is one per team × language. */
  team: string;
  locale: string;
  /** Epoch ms. */
  since: number;
  /** `since` minus the priority's boost, fixed on entry: the smallest is next. */
  score: number;
  reason: string;
}

export interface AgentOwner {
  kind: 'agent';
  agentId: string;
  agentName: string;
  /** Epoch ms. */
  since: number;
}

export type Owner = { kind: 'bot' } | QueueOwner | AgentOwner;

/** How replies reach her: `pull` channels read the log by watermark, `push` channels are sent each activity. */
export type Delivery = 'pull' | 'push';

export interface Customer {
  /** The channel's id of her. */
  id: string;
  name?: string;
  /** The wallet's id of her, once the wallet has vouched for it. */
  walletId?: string;
  /** Epoch ms of her latest confirmation in the wallet's app. */
  confirmedAt?: number;
}

export interface Choice {
  value: string;
  label: string;
  /** Other words for it, as she might type them. */
  also?: string[];
  /** Shown as a card with a button, so not among the quick replies. */
  onCard?: boolean;
}

/** How she wants to hear from the desk when she does not wait in the chat. */
export type FollowUp =
  /** `notified`: the wallet has told her of the latest answer. */
  | { kind: 'ticket'; ticket: string; notified?: boolean }
  /** E.164; absent until she has named a number. */
  | { kind: 'callback'; phone?: string };

/**
 * Why a message did not reach her. `blocked`: she wants nothing from us there. `window-closed`: the channel lets us write
 * only for a time after she wrote. `rejected`: the channel refuses this message. `gave-up`: tried for long, in vain.
 */
export type UndeliveredReason = 'blocked' | 'window-closed' | 'rejected' | 'gave-up';

/** How she liked an agent's help. */
export interface Rating {
  /** 1 (worst) to 5. */
  score: number;
  /** Epoch ms. */
  at: number;
  agentId?: string;
}

/** A statechart's snapshot as plain JSON; history as state ids. */
export interface StoredSnapshot {
  value: Json;
  context: JsonObject;
  status: 'active' | 'done';
  history: Record<string, string[]>;
}

export interface RunTimer {
  /** Id of the durable timer now set; a due timer with another id is stale. Absent while paused. */
  id?: string;
  /** Epoch ms. */
  dueAt: number;
  /** Milliseconds left while paused. */
  remainingMs?: number;
  event: JsonObject;
}

/** One run of a flow; the last of `Conversation.runs` is the one she talks to. */
export interface FlowRun {
  id: string;
  /** `id@version`. */
  flow: string;
  snapshot: StoredSnapshot;
  /** Live invokes: child id → effect id. A result of any other effect is stale. */
  calls: Record<string, string>;
  /** Live `after`s by XState's send id. */
  timers: Record<string, RunTimer>;
  /** The asking states she came through, oldest first, at most 20; "back" pops it. */
  trail: { state: string; at: number }[];
}

/** Her silence while the bot waits for her. A due timer with another id is stale; one that rings before `dueAt` is set anew. */
export type Silence =
  | { kind: 'remind' | 'close'; timerId: string /** Epoch ms. */; ringsAt: number /** Epoch ms. */; dueAt: number }
  /** Closed over it, topics kept: her next message is asked whether to go on. */
  | { kind: 'closed' };

export interface Conversation {
  id: string;
  /** Commits so far; the next commit expects it. */
  version: number;
  /** Activities so far: the last `seq` given. */
  activityCount: number;
  status: 'open' | 'closed';
  owner: Owner;
  channel: string;
  delivery: Delivery;
  /** The channel's own address of the conversation, e.g. a Bot Framework ConversationReference. */
  address?: Json;
  locale: string;
  /** Language of her latest message that showed one. */
  spoken?: string;
  customer: Customer;
  /** Flow id of the latest topic, or the intent where a person takes it. */
  topic?: string;
  runs: FlowRun[];
  /** What the last prompt offered, so that a typed answer does the same as a tap. */
  choices: Choice[];
  /** Times in a row that the bot did not understand. */
  misunderstood: number;
  silence?: Silence;
  /** Her last message announced a secret, or may have been a part of one. */
  openSecret?: OpenSecret;
  /** As of her latest messages. */
  mood?: Mood;
  /** Epoch ms of the latest kind sentence. */
  soothedAt?: number;
  /** Epoch ms. */
  createdAt: number;
  updatedAt: number;
  /** Epoch ms of the customer's last message. */
  customerAt?: number;
  /** Made up for the demo: shown as such. */
  demo?: boolean;
  /** Chosen while waiting; holds until the conversation is closed or returned to the bot. */
  followUp?: FollowUp;
  /** Her latest; each is in the log as well. */
  rating?: Rating;
  /** She blocked us on a push channel: nothing is sent until she writes again. Epoch ms. */
  blockedAt?: number;
  /** Agent who last held it. */
  lastAgentId?: string;
}

/**
 * To be written to. Every field stands in it, always in the same order: V8 keeps records of one shape as plain ones, and
 * those in which fields come and go as tables, which cost all who read them. So a field ends by being `undefined`.
 */
export function copyOf(from: Conversation): Conversation {
  const copy: { [Field in keyof Required<Conversation>]: Conversation[Field] } = {
    id: from.id,
    version: from.version,
    activityCount: from.activityCount,
    status: from.status,
    owner: from.owner,
    channel: from.channel,
    delivery: from.delivery,
    address: from.address,
    locale: from.locale,
    spoken: from.spoken,
    customer: from.customer,
    topic: from.topic,
    runs: from.runs,
    choices: from.choices,
    misunderstood: from.misunderstood,
    silence: from.silence,
    openSecret: from.openSecret,
    mood: from.mood,
    soothedAt: from.soothedAt,
    createdAt: from.createdAt,
    updatedAt: from.updatedAt,
    customerAt: from.customerAt,
    demo: from.demo,
    followUp: from.followUp,
    rating: from.rating,
    blockedAt: from.blockedAt,
    lastAgentId: from.lastAgentId,
  };
  return copy;
}

/** Where in a flow somebody stands: all that restoring her snapshot depends on. */
export interface FlowStanding {
  /** `id@version`. */
  flow: string;
  value: Json;
  history: Record<string, string[]>;
}

export function standingsOf({ runs }: Conversation): FlowStanding[] {
  return runs.map(({ flow, snapshot: { value, history } }) => ({ flow, value, history }));
}

/** The flow run she is in, if any. */
export function activeRun(conversation: Conversation): FlowRun | undefined {
  return conversation.runs.at(-1);
}
