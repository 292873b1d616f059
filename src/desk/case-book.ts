/**
 * What the desk notes beside a conversation that an agent holds: whose queue it came from and why a person was needed,
 * and, once she is done, how long it took.
 */
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Conversation } from '../core/conversation.ts';
import { DEFAULT_TEAM } from '../core/handoff.ts';
import type { AgentCommand } from '../core/turn-types.ts';
import type { Records } from '../ports/records.ts';
import type { HandlingTimes } from './handling-times.ts';

const COLLECTION = 'cases';
/** Conversations that end without their agent leave theirs behind. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const storedCase = z.object({ team: z.string(), locale: z.string(), reason: z.string() });
type Case = z.infer<typeof storedCase>;

export interface CaseBook {
  get(conversationId: string): Promise<Case | undefined>;
  /** After a command succeeded; that a note could not be made is no failure of the command. @param before the conversation as it was */
  note(before: Conversation, command: AgentCommand['type']): Promise<void>;
}

export function createCaseBook(options: { records: Records; handlingTimes: HandlingTimes; log: Logger; now: () => number }): CaseBook {
  const { records, handlingTimes, log, now } = options;

  async function get(conversationId: string): Promise<Case | undefined> {
    const record = await records.get(COLLECTION, conversationId, now());
    return record && storedCase.parse(record.value);
  }

  async function write({ id, locale, owner }: Conversation, command: AgentCommand['type']): Promise<void> {
    if (command === 'accept' && owner.kind === 'queue') {
      const value: Case = { team: owner.team, locale: owner.locale, reason: owner.reason };
      await records.put(COLLECTION, id, value, { expiresAt: now() + KEPT_MS });
    }
    if ((command === 'close' || command === 'return') && owner.kind === 'agent') {
      const known = await get(id);
      await handlingTimes.add(known?.team ?? DEFAULT_TEAM, known?.locale ?? locale, now() - owner.since);
      await records.delete(COLLECTION, id);
    }
  }

  return {
    get,
    async note(before, command) {
      try {
        await write(before, command);
      } catch (error) {
        log.warn({ err: error, conversation: before.id }, 'a note beside the conversation was lost');
      }
    },
  };
}
