/** What goes over the agents' WebSocket, from the desk. */
import type { TypingSignal } from '../ports/live.ts';
import type { AgentView } from './schemas.ts';

export type LiveMessage =
  /** First. `cursor`: up to where changes were announced before. */
  | { type: 'hello'; agent: AgentView; cursor: number }
  | { type: 'changed'; conversationId: string; cursor: number }
  | { type: 'typing'; conversationId: string; from: TypingSignal['from'] }
  | { type: 'presence'; agentsOnline: number };
