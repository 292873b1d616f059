/** In the composer's place: why nothing can be written to the customer now, and what can be done about it. */
import { isInvited, type Reaching } from '../reach.ts';
import type { Activity, ConversationItem } from '../shapes.ts';
import { act, busy } from '../state/actions.ts';
import { t } from '../texts.ts';
import { channelName } from './channel.tsx';
import { Icon } from './icons.tsx';
import { isMine } from './words.ts';

export interface Standing {
  item: ConversationItem;
  reaching: Reaching;
  /** The invitation is out, and unanswered. */
  invited: boolean;
}

export function standingOf(
  item: ConversationItem,
  reaching: Reaching,
  activities: readonly Activity[],
  failed: (id: string) => boolean,
): Standing {
  return { item, reaching, invited: isInvited(activities, failed) };
}

export function ComposerClosed({ standing, onNote }: { standing: Standing; onNote: () => void }) {
  const { item } = standing;
  const inviting = busy.value.has(`invite ${item.id}`);
  return (
    <div class="composer-closed">
      <p role="status">{whyClosed(standing)}</p>
      <div class="composer-ways">
        {mayInvite(standing) && (
          <button type="button" class="button primary" disabled={inviting} onClick={() => void act('invite', item.id)}>
            {inviting ? t('state.sending') : t('invite')}
          </button>
        )}
        <button type="button" class="button" data-key="note" onClick={onNote}>
          <Icon name="lock" size={16} />
          {t('keys.note')}
        </button>
      </div>
    </div>
  );
}

export function whyClosed({ item, reaching, invited }: Standing): string {
  if (item.status === 'closed') return t('composer.closed');
  if (item.owner.kind === 'queue') return t('composer.waiting');
  if (!isMine(item.owner)) return item.owner.kind === 'agent' ? t('composer.other', { name: item.owner.agentName }) : t('composer.bot');
  if (reaching.kind === 'blocked') return t('reach.blocked');
  if (reaching.kind === 'closed' && reaching.invitation && invited) return t('reach.invited');
  const channel = channelName(item.channel);
  return reaching.kind === 'closed' && reaching.invitation ? t('reach.closed.invite', { channel }) : t('reach.closed', { channel });
}

function mayInvite({ item, reaching, invited }: Standing): boolean {
  return isMine(item.owner) && item.status === 'open' && reaching.kind === 'closed' && reaching.invitation && !invited;
}
