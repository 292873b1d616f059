/** A conversation as the desk's API shows it. */
import type { Activity } from '../core/activity.ts';
import type { Conversation, FollowUp, Owner } from '../core/conversation.ts';
import type { Channel } from '../ports/channel.ts';
import type { Store } from '../ports/store.ts';
import type { CaseBook } from './case-book.ts';
import type { Labels } from './labels.ts';
import type { ConversationView } from './schemas.ts';

/** The last message stands among the last few activities: what follows it are events. */
const LOOKED_THROUGH = 10;
const SHOWN_CHARACTERS = 200;

export interface ConversationViews {
  /** @param lang of titles and reasons */
  view(conversation: Conversation, lang: string): Promise<ConversationView>;
}

export function createConversationViews({
  store,
  caseBook,
  labels,
  channels,
  now,
}: {
  store: Store;
  caseBook: CaseBook;
  labels: Labels;
  channels: ReadonlyMap<string, Channel>;
  now: () => number;
}): ConversationViews {
  async function lastMessage({ id, activityCount }: Conversation): Promise<Pick<ConversationView, 'lastText' | 'lastFrom'>> {
    const page = await store.activitiesAfter(id, Math.max(0, activityCount - LOOKED_THROUGH), 'desk', LOOKED_THROUGH);
    const last = page.activities.findLast((activity) => activity.type === 'message' && activity.visibility === 'customer' && activity.text);
    return last ? { lastText: shortened(last), lastFrom: last.from.role } : {};
  }

  function reachView(conversation: Conversation): Pick<ConversationView, 'reach' | 'blockedAt'> {
    const reach = channels.get(conversation.channel)?.reach?.(conversation, now());
    const { blockedAt } = conversation;
    return { ...(reach && { reach }), ...(blockedAt !== undefined && { blockedAt }) };
  }

  return {
    async view(conversation, lang) {
      const { id, topic, locale, channel, demo, status, owner, followUp, rating, customer, createdAt, updatedAt, customerAt } =
        conversation;
      const held = owner.kind === 'agent' ? await caseBook.get(id) : undefined;
      const reason = owner.kind === 'queue' ? owner.reason : held?.reason;
      return {
        id,
        ...(topic && { topic, topicTitle: labels.topic(lang, topic) }),
        locale,
        channel,
        ...(demo && { demo }),
        status,
        owner: ownerView(owner),
        ...(owner.kind === 'queue' && { waitingSince: owner.since }),
        ...(reason && { reason, reasonText: labels.reason(lang, topic, reason) }),
        ...(followUp && { followUp: followUpView(followUp) }),
        ...(rating && { rating: { score: rating.score, at: rating.at } }),
        customer: {
          id: customer.id,
          ...(customer.name && { name: customer.name }),
          ...(customer.walletId && { walletId: customer.walletId }),
        },
        ...(await lastMessage(conversation)),
        createdAt,
        updatedAt,
        ...(customerAt !== undefined && { customerAt }),
        ...reachView(conversation),
      };
    },
  };
}

function followUpView(followUp: FollowUp): ConversationView['followUp'] {
  return followUp.kind === 'ticket' ? { kind: 'ticket', ticket: followUp.ticket } : followUp;
}

function ownerView(owner: Owner): ConversationView['owner'] {
  switch (owner.kind) {
    case 'bot':
      return { kind: 'bot' };
    case 'queue':
      return { kind: 'queue', team: owner.team, locale: owner.locale, since: owner.since };
    case 'agent':
      return { kind: 'agent', agentId: owner.agentId, agentName: owner.agentName, since: owner.since };
  }
}

function shortened({ text = '' }: Activity): string {
  const characters = Array.from(text.slice(0, SHOWN_CHARACTERS * 2 + 2));
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join('')}…` : text;
}
