/** Where an agent answers the customer or leaves a note for the team; what she began stays with the conversation. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reaching } from '../reach.ts';
import type { Marks } from '../marks.ts';
import { attachedTo, takeAttached } from '../state/attached.ts';
import { now } from '../state/clock.ts';
import { loadConversation, type OpenConversation } from '../state/conversations.ts';
import { keepDraft, type Mode, readDraft } from '../state/drafts.ts';
import { send } from '../state/sending.ts';
import { tellTyping } from '../state/typing.ts';
import { t } from '../texts.ts';
import { AttachButton, AttachedFiles, useAttaching } from './attach.tsx';
import { ComposerClosed, standingOf, whyClosed } from './composer-closed.tsx';
import { Icon } from './icons.tsx';
import { SEND_KEYS } from './keys.ts';
import { ReachLine } from './reach-line.tsx';
import { isMine } from './words.ts';

const MODES: Mode[] = ['reply', 'note'];
const MAX_LENGTH = 4_000;

export function Composer({ open: { item, activities }, marks }: { open: OpenConversation; marks: Marks }) {
  const reach = reaching(item, now.value);
  const mayReply = isMine(item.owner) && item.status === 'open' && reach.kind === 'open';
  const [wanted, setWanted] = useState<Mode>('reply');
  const mode = mayReply ? wanted : 'note';
  const [text, setText] = useState(() => readDraft(item.id, mode));
  const [noting, setNoting] = useState(text !== '');
  const field = useRef<HTMLTextAreaElement>(null);
  const attaching = useAttaching(item.id, mode === 'reply');
  const files = mode === 'reply' ? attachedTo(item.id) : [];
  const standing = standingOf(item, reach, activities, (id) => marks.get(id) === 'failed');

  // On accepting, the note's draft makes room for the reply's.
  useLayoutEffect(() => setText(readDraft(item.id, mode)), [item.id, mode]);
  useLayoutEffect(() => grow(field.current), [text]);
  useLayoutEffect(() => {
    if (noting && !mayReply) field.current?.focus();
  }, [noting]);

  // It has run out by our clock: what the server says now holds.
  useEffect(() => {
    if (reach.kind === 'closed' && item.reach?.open) void loadConversation(item.id);
  }, [reach.kind]);

  function write(next: string): void {
    setText(next);
    keepDraft(item.id, mode, next);
    if (mode === 'reply' && next.trim()) tellTyping(item.id);
  }

  function submit(): void {
    if (!text.trim() && files.length === 0) return;
    send(item.id, mode, text.trim(), mode === 'reply' ? takeAttached(item.id) : []);
    attaching.settle();
    setText('');
    keepDraft(item.id, mode, '');
    field.current?.focus();
  }

  if (!mayReply && !noting) return <ComposerClosed standing={standing} onNote={() => setNoting(true)} />;
  return (
    <form
      class="composer"
      data-mode={mode}
      data-dragging={attaching.dragging}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {mayReply ? <ReachLine reaching={reach} /> : <p class="composer-why">{whyClosed(standing)}</p>}
      <fieldset class="modes">
        <legend class="unseen">{t('mode')}</legend>
        {MODES.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="mode"
              value={name}
              checked={name === mode}
              disabled={name === 'reply' && !mayReply}
              onChange={() => setWanted(name)}
            />
            <span>{t(`mode.${name}`)}</span>
          </label>
        ))}
        {mode === 'note' && (
          <p class="private">
            <Icon name="lock" size={14} />
            {t('note.private')}
          </p>
        )}
      </fieldset>
      {mode === 'reply' && <AttachedFiles id={item.id} attaching={attaching} />}
      <textarea
        ref={field}
        rows={2}
        maxLength={MAX_LENGTH}
        dir="auto"
        value={text}
        aria-label={t(`${mode}.label`)}
        placeholder={t(`${mode}.placeholder`)}
        onInput={(event) => write(event.currentTarget.value)}
        onPaste={(event) => {
          if (mode === 'reply' && attaching.add(event.clipboardData?.files)) event.preventDefault();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <div class="composer-foot">
        {mode === 'reply' && <AttachButton attaching={attaching} />}
        <p class="soft">{t('send.hint', { keys: SEND_KEYS })}</p>
        <button type="submit" class="button primary">
          {mode === 'note' ? t('send.note') : t('send')}
        </button>
      </div>
      {attaching.dragging && (
        <p class="drop-here" aria-hidden="true">
          {t('attach.drop')}
        </p>
      )}
    </form>
  );
}

function grow(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  element.style.blockSize = 'auto';
  element.style.blockSize = `${element.scrollHeight + 2}px`;
}
