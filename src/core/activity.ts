/**
 * Our strict subset of the Bot Framework Activity: the one entry of a conversation's log.
 * Field names and meanings follow the Bot Framework Activity schema
 * (https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md).
 */
import type { Activity as BotFrameworkActivity, CardAction } from 'botframework-schema';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type Role = 'user' | 'bot' | 'agent';

export interface Account {
  id: string;
  name?: string;
  role: Role;
}

/** `customer`: everyone reads it. `desk`: withheld from the customer by the store's read. */
export type Visibility = 'customer' | 'desk';

/** A tap sends its label as text, so that typed and tapped answers do the same on every channel. */
export type QuickReply = Pick<CardAction, 'title'> & { type: 'imBack'; value: string };

export interface Attachment {
  contentType: string;
  name?: string;
  contentUrl?: string;
  content?: Json;
}

export type ActivityType = 'message' | 'event' | 'trace' | 'endOfConversation';

export interface Activity {
  /** `<conversationId>|<inputId>|<index>`: a repeated turn makes the same ids. */
  id: string;
  /** Place in the conversation's log, from 1; the watermark of every reader. */
  seq: number;
  type: ActivityType;
  /** ISO 8601, UTC. */
  timestamp: string;
  conversationId: string;
  from: Account;
  visibility: Visibility;
  locale?: string;
  text?: string;
  suggestedActions?: { actions: QuickReply[] };
  attachments?: Attachment[];
  /** Events only: `handoff.initiate`, `handoff.status`, … */
  name?: BotFrameworkActivity['name'];
  value?: Json;
  replyToId?: string;
  /** What the client sent along (`clientActivityID`) and `messageKey`, which names the rendered text. */
  channelData?: JsonObject;
}

/** An activity as a turn writes it: the log gives it id, place and time. */
export type NewActivity = Omit<Activity, 'id' | 'seq' | 'timestamp' | 'conversationId'>;

/** What a channel hands in for a customer: already parsed, not yet masked. */
export interface IncomingActivity {
  type: 'message' | 'event' | 'conversationUpdate';
  text?: string;
  locale?: string;
  name?: string;
  value?: Json;
  attachments?: Attachment[];
  channelData?: JsonObject;
  from: { id: string; name?: string };
}

export const BOT: Account = { id: 'bot', name: 'Estafet', role: 'bot' };

export function agentAccount(agent: { id: string; name: string }): Account {
  return { id: `agent:${agent.id}`, name: agent.name, role: 'agent' };
}
