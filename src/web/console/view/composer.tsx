/** Where an agent answers the customer or leaves a note for the team; what she began stays with the conversation. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ConversationItem } from '../shapes.ts';
import { keepDraft, type Mode, readDraft } from '../state/drafts.ts';
import { send } from '../state/sending.ts';
import { tellTyping } from '../state/typing.ts';
import { t } from '../texts.ts';
import { Icon } from './icons.tsx';
import { SEND_KEYS } from './keys.ts';
import { isMine } from './words.ts';

const MODES: Mode[] = ['reply', 'note'];
const MAX_LENGTH = 4_000;

export function Composer({ item }: { item: ConversationItem }) {
  const mayReply = isMine(item.owner) && item.status === 'open';
  const [wanted, setWanted] = useState<Mode>('reply');
  const mode = mayReply ? wanted : 'note';
  const [text, setText] = useState(() => readDraft(item.id, mode));
  const [noting, setNoting] = useState(text !== '');
  const field = useRef<HTMLTextAreaElement>(null);

  // On accepting, the note's draft makes room for the reply's.
  useLayoutEffect(() => setText(readDraft(item.id, mode)), [item.id, mode]);
  useLayoutEffect(() => grow(field.current), [text]);
  useLayoutEffect(() => {
    if (noting && !mayReply) field.current?.focus();
  }, [noting]);

  function write(next: string): void {
    setText(next);
    keepDraft(item.id, mode, next);
    if (mode === 'reply' && next.trim()) tellTyping(item.id);
  }

  function submit(): void {
    if (!text.trim()) return;
    send(item.id, mode, text.trim());
    setText('');
    keepDraft(item.id, mode, '');
    field.current?.focus();
  }

  if (!mayReply && !noting) {
    return (
      <div class="composer-closed">
        <p>{why(item)}</p>
        <button type="button" class="button" data-key="note" onClick={() => setNoting(true)}>
          <Icon name="lock" size={16} />
          {t('keys.note')}
        </button>
      </div>
    );
  }
  return (
    <form
      class="composer"
      data-mode={mode}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {!mayReply && <p class="composer-why">{why(item)}</p>}
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
      <textarea
        ref={field}
        rows={2}
        maxLength={MAX_LENGTH}
        dir="auto"
        value={text}
        aria-label={t(`${mode}.label`)}
        placeholder={t(`${mode}.placeholder`)}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <div class="composer-foot">
        <p class="soft">{t('send.hint', { keys: SEND_KEYS })}</p>
        <button type="submit" class="button primary">
          {mode === 'note' ? t('send.note') : t('send')}
        </button>
      </div>
    </form>
  );
}

function why({ owner, status }: ConversationItem): string {
  if (status === 'closed') return t('composer.closed');
  if (owner.kind === 'queue') return t('composer.waiting');
  return owner.kind === 'agent' ? t('composer.other', { name: owner.agentName }) : t('composer.bot');
}

function grow(element: HTMLTextAreaElement | null): void {
  if (!element) return;
  element.style.blockSize = 'auto';
  element.style.blockSize = `${element.scrollHeight + 2}px`;
}
