/** Waiting, mine, all: tabs over one list. */
import { useRef } from 'preact/hooks';
import type { View } from '../shapes.ts';
import { counts, inboxes, refreshInbox, VIEWS, view } from '../state/inbox.ts';
import { errorText, t } from '../texts.ts';
import { InboxItem } from './inbox-item.tsx';
import { Empty, Loading, Trouble } from './states.tsx';

export function Inbox() {
  const current = view.value;
  const { items, error } = inboxes.value[current];
  return (
    <>
      <Tabs current={current} />
      <div class="list" role="tabpanel" id="inbox-panel" aria-labelledby={`tab-${current}`}>
        {error && items && (
          <p class="strip" role="status">
            {errorText(error)}
          </p>
        )}
        {!items && error && (
          <Trouble text={error === 'network' ? errorText(error) : t('inbox.error')} onRetry={() => void refreshInbox()} />
        )}
        {!items && !error && <Loading text={t('inbox.loading')} rows={5} />}
        {items?.length === 0 && <Empty title={t(`inbox.empty.${current}`)} hint={t(`inbox.empty.${current}.hint`)} />}
        {items && items.length > 0 && (
          <ul class="items" aria-label={t('inbox.list')}>
            {items.map((item) => (
              <InboxItem key={item.id} item={item} />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}

function Tabs({ current }: { current: View }) {
  const list = useRef<HTMLDivElement>(null);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = VIEWS.at((VIEWS.indexOf(current) + step) % VIEWS.length) ?? current;
    view.value = next;
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  }

  return (
    <div ref={list} class="tabs" role="tablist" aria-label={t('inbox')} onKeyDown={onKeyDown}>
      {VIEWS.map((name) => {
        const count = name === 'all' ? 0 : counts.value[name];
        return (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === current}
            aria-controls="inbox-panel"
            tabIndex={name === current ? 0 : -1}
            onClick={() => (view.value = name)}
          >
            {t(`view.${name}`)}
            {count > 0 && <span class="count"> {count}</span>}
          </button>
        );
      })}
    </div>
  );
}
