/** What became of messages on push channels, as far as their providers tell. */

/** In this order; `failed` is final. */
export type DeliveryState = 'sent' | 'delivered' | 'read' | 'failed';

export interface DeliveryRecord {
  activityId: string;
  state: DeliveryState;
  /** Epoch ms. */
  at: number;
}

export interface Deliveries {
  /** It went out under these ids of the provider's. */
  sent(activity: { id: string; conversationId: string }, channel: string, providerIds: string[]): Promise<void>;
  /**
   * The provider's news of one of its messages; an earlier state than the known one changes nothing.
   * @returns which activity it was; undefined for a message that is not ours or from long ago
   */
  reported(channel: string, providerId: string, state: DeliveryState): Promise<{ id: string; conversationId: string } | undefined>;
  /** All that went out until then has come to her device. @param at epoch ms */
  deliveredUntil(conversationId: string, at: number): Promise<void>;
  /** All that went out until then has been read. @param at epoch ms */
  readUntil(conversationId: string, at: number): Promise<void>;
  /** Of the latest messages of a conversation. */
  of(conversationId: string): Promise<DeliveryRecord[]>;
}
