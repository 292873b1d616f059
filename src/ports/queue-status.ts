/** Where she stands, as told to her. */
export interface QueueStatus {
  /** From 1; 1,001 means "more than 1,000". */
  position: number;
  /** Absent when nobody can say: no agent online, or none has finished a conversation yet. */
  estimateSeconds?: number;
  agentsOnline: number;
}

/** Undefined when the conversation does not wait. */
export type QueueStatusOf = (conversationId: string) => Promise<QueueStatus | undefined>;
