/** The frame: bar, inbox, conversation, details. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Agent } from '../shapes.ts';
import { openings } from '../state/channels.ts';
import { connection } from '../state/live.ts';
import { dismiss, notice } from '../state/notice.ts';
import { openId, pane } from '../state/route.ts';
import { widths } from '../state/settings.ts';
import { errorText, t } from '../texts.ts';
import { AgentMenu } from './agent-menu.tsx';
import { Conversation } from './conversation.tsx';
import { Icon, Mark } from './icons.tsx';
import { Inbox } from './inbox.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { listenToKeys } from './keys.ts';
import { OpenDialog } from './open-dialog.tsx';
import { SidePanel } from './side-panel.tsx';
import { Splitter } from './splitter.tsx';

export const keysShown = signal(false);
const opening = signal(false);

export function Desk({ agent }: { agent: Agent }) {
  useEffect(() => listenToKeys(() => (keysShown.value = true)), []);

  return (
    <div class="desk" data-pane={pane.value} data-picked={openId.value !== undefined}>
      <a class="skip" href="#conversation" onClick={skip}>
        {t('skip')}
      </a>
      <header class="bar">
        <Mark />
        <p class="brand" aria-hidden="true">
          {t('app')}
        </p>
        <p class="live" role="status" data-state={connection.value}>
          <i aria-hidden="true" />
          {t(`live.${connection.value}`)}
        </p>
        {openings.value.length > 0 && (
          <button type="button" class="button begin" title={t('open')} onClick={() => (opening.value = true)}>
            <Icon name="pen" />
            <span>{t('open')}</span>
          </button>
        )}
        <AgentMenu agent={agent} onKeys={() => (keysShown.value = true)} />
      </header>
      <main class="panes" style={{ '--inbox': `${widths.inbox.value}rem`, '--side': `${widths.side.value}rem` }}>
        <h1 class="unseen">{t('app')}</h1>
        <section class="pane inbox" id="inbox" aria-label={t('inbox')}>
          <Inbox />
        </section>
        <Splitter edge="inbox" controls="inbox" />
        <section class="pane conversation" id="conversation" tabIndex={-1} aria-label={t('conversation')}>
          <Conversation key={openId.value} id={openId.value} agent={agent} />
        </section>
        <Splitter edge="side" controls="details" />
        <section class="pane side" id="details" tabIndex={0} aria-label={t('details')}>
          <SidePanel key={openId.value} id={openId.value} />
        </section>
      </main>
      <div role="alert" class="notice-place">
        {notice.value && (
          <div class="notice">
            <p>{errorText(notice.value)}</p>
            <button type="button" class="icon-button" aria-label={t('dismiss')} onClick={dismiss}>
              <Icon name="close" />
            </button>
          </div>
        )}
      </div>
      <OpenDialog shown={opening.value} onClose={() => (opening.value = false)} />
      <KeysDialog shown={keysShown.value} onClose={() => (keysShown.value = false)} />
    </div>
  );
}

/** By hand: the address belongs to the router. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('conversation')?.focus();
}
