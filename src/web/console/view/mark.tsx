/** How far a message of ours has come, small beside it. */
import type { DeliveryState } from '../shapes.ts';
import { t } from '../texts.ts';
import { Icon } from './icons.tsx';

const ICONS = { sent: 'check', delivered: 'checks', read: 'checks', failed: 'alert' } as const;

/** Not announced: every message would speak three times. */
export function DeliveryMark({ state }: { state: DeliveryState }) {
  const text = t(`delivery.${state}`);
  return (
    <span class="delivery" data-state={state} title={text} aria-live="off">
      <Icon name={ICONS[state]} size={16} />
      <span class={state === 'failed' ? '' : 'unseen'}>{text}</span>
    </span>
  );
}
