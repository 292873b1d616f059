/**
 * Passing news, told to every node and never stored. A lost signal costs nothing lasting: whoever acts on one finds the
 * same out by itself in time.
 */
import type { Role } from '../core/activity.ts';
import type { DeliveryState } from './deliveries.ts';

/** Who writes, now. */
export interface TypingSignal {
  kind: 'typing';
  conversationId: string;
  from: { id: string; name?: string; role: Role };
}

/** An agent signed out. */
export interface SessionEndedSignal {
  kind: 'session-ended';
  /** What the session is known by inside the house; no secret. */
  session: string;
}

/** Somebody came to the desk or left it. */
export interface PresenceSignal {
  kind: 'presence';
}

/** What became of a message of ours. */
export interface DeliverySignal {
  kind: 'delivery';
  conversationId: string;
  activityId: string;
  state: DeliveryState;
}

/** Plain JSON, whatever kinds there are: an engine passes them on as they are. */
export type Signal = TypingSignal | SessionEndedSignal | PresenceSignal | DeliverySignal;

export interface Live {
  publish(signal: Signal): void;
  subscribe(listener: (signal: Signal) => void): () => void;
}
