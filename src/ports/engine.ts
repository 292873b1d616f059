import type { Activity } from '../core/activity.ts';
import type { Conversation } from '../core/conversation.ts';
import type { Input } from '../core/turn-types.ts';

export interface Handled {
  /** `duplicate`: the input was in already, nothing new was done. */
  outcome: 'committed' | 'duplicate' | 'ignored';
  conversation: Conversation | undefined;
  /** What this turn logged; empty for a duplicate. */
  activities: Activity[];
}

/** The one way in: every input of every kind goes through `handle`. */
export interface Engine {
  /**
   * Resolves once the turn is durable.
   * @throws {EstafetError} `conversation-already-taken`, `conversation-not-waiting`, `conversation-not-yours`,
   * `agent-at-capacity`, `unknown-state`, `conversation-busy` (conflicts used up)
   */
  handle(input: Input): Promise<Handled>;
}
