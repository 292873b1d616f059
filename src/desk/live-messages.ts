/** What goes over the agents' WebSocket, from the desk. */
import type { DeliveryState } from '../ports/deliveries.ts';
import type { TypingSignal } from '../ports/live.ts';
import type { AgentView } from './schemas.ts';

export type LiveMessage =
  /** First. `cursor`: up to where changes were announced before. */
  | { type: 'hello'; agent: AgentView; cursor: number }
  | { type: 'changed'; conversationId: string; cursor: number }
  | { type: 'typing'; conversationId: string; from: TypingSignal['from'] }
  | { type: 'presence'; agentsOnline: number }
  /** What became of a message on a push channel. */
  | { type: 'delivery'; conversationId: string; activityId: string; state: DeliveryState };
