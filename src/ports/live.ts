/** Passing news that is never stored: who types. A lost signal costs nothing lasting. */
import type { Role } from '../core/activity.ts';

export interface TypingSignal {
  kind: 'typing';
  conversationId: string;
  from: { id: string; name?: string; role: Role };
}

export type Signal = TypingSignal;

export interface Live {
  publish(signal: Signal): void;
  subscribe(listener: (signal: Signal) => void): () => void;
}
