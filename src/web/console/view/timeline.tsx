/** The log, kept at its end unless the agent has scrolled up to read. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { inDays } from '../days.ts';
import type { Marks } from '../marks.ts';
import type { Agent } from '../shapes.ts';
import type { OpenConversation } from '../state/conversations.ts';
import { now } from '../state/clock.ts';
import { type Outgoing, outgoingOf } from '../state/sending.ts';
import { typing } from '../state/typing.ts';
import { locale, t } from '../texts.ts';
import { dayName } from '../../shared/times.ts';
import { Entry } from './entry.tsx';
import { Icon } from './icons.tsx';
import { OutgoingEntry } from './outgoing-entry.tsx';
import { customerName } from './words.ts';

const NEAR_PX = 80;

export function Timeline({ open, marks, agent }: { open: OpenConversation; marks: Marks; agent: Agent }) {
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const top = useRef(0);
  const [away, setAway] = useState(false);
  const pending = outgoingOf(open.item.id);
  const writes = typing.value.get(open.item.id);
  const days = useMemo(() => inDays(open.activities), [open.activities]);
  const toEnd = () => box.current?.scrollTo({ top: box.current.scrollHeight });

  useLayoutEffect(toEnd, [pending.length]);
  useLayoutEffect(() => {
    if (!away) toEnd();
  }, [open.activities, writes]);

  // The window turns, the composer grows, a failure adds its line: the end stays in sight all the same.
  useEffect(() => {
    if (away) return undefined;
    const resized = new ResizeObserver(toEnd);
    for (const { current } of [box, list]) if (current) resized.observe(current);
    return () => resized.disconnect();
  }, [away]);

  return (
    <div class="log-frame">
      <div
        ref={box}
        class="log"
        role="log"
        aria-label={t('log')}
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          setAway((away || scrollTop < top.current) && scrollHeight - scrollTop - clientHeight > NEAR_PX);
          top.current = scrollTop;
        }}
      >
        <ul ref={list} class="entries">
          {days.map(({ at, entries }) => [
            <li key={at} class="day">
              <span>{dayName(at, now.value, locale.value)}</span>
            </li>,
            ...entries.map((entry, index) => (
              <Entry
                key={entry.activity.id}
                entry={entry}
                before={entries[index - 1]}
                agent={agent}
                item={open.item}
                mark={marks.get(entry.activity.id)}
              />
            )),
          ])}
          {pending.map((item: Outgoing) => (
            <OutgoingEntry key={item.id} item={item} />
          ))}
        </ul>
        {writes && <p class="writes">{t('typing', { name: writes.name || customerName(open.item) })}</p>}
      </div>
      {away && (
        <button type="button" class="icon-button to-end" aria-label={t('latest')} title={t('latest')} onClick={toEnd}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}
