/** Cards with buttons, pictures, and everything else as a link. */
import { safeUrl } from '../../shared/linkify.ts';
import { isObject, type WireAttachment } from '../../shared/wire.ts';
import { OutIcon } from './icons.tsx';
import { t } from '../texts.ts';

type OnReply = ((text: string) => void) | undefined;

/** @param onReply absent once the question has been answered: then nothing is left to tap */
export function Attachments({ attachments, onReply }: { attachments: WireAttachment[]; onReply: OnReply }) {
  return (
    <>
      {attachments.map((attachment, index) =>
        attachment.contentType.startsWith('application/vnd.microsoft.card.') ? (
          <Card key={index} content={attachment.content} onReply={onReply} />
        ) : (
          <File key={index} attachment={attachment} />
        ),
      )}
    </>
  );
}

interface CardButton {
  type: string;
  title: string;
  value: string;
}

function Card({ content, onReply }: { content: unknown; onReply: OnReply }) {
  if (!isObject(content)) return null;
  const words = (['title', 'subtitle', 'text'] as const).flatMap((name) => {
    const value = content[name];
    return typeof value === 'string' && value ? [{ name, value }] : [];
  });
  const buttons = (Array.isArray(content.buttons) ? content.buttons : []).filter(isButton);
  const links = buttons.flatMap(({ type, title, value }) => {
    const href = type === 'openUrl' ? safeUrl(value) : undefined;
    return href ? [{ href, title }] : [];
  });
  const answers = buttons.filter(({ type }) => type === 'imBack');
  if (words.length + links.length === 0) return null;
  return (
    <div class={answers.length ? 'card pick' : words.length ? 'card' : 'card bare'}>
      {words.map(({ name, value }) => (
        <p key={name} class={`card-${name}`} dir="auto">
          {value}
        </p>
      ))}
      {links.map(({ href, title }) => (
        <a key={href} class="card-button" href={href} target="_blank" rel="noopener noreferrer">
          {title}
          <OutIcon />
          <span class="unseen"> ({t('new-tab')})</span>
        </a>
      ))}
      {onReply &&
        answers.map(({ title, value }) => (
          <button key={value} type="button" class="card-button" aria-label={`${title}: ${value}`} onClick={() => onReply(value)}>
            {title}
          </button>
        ))}
    </div>
  );
}

function isButton(button: unknown): button is CardButton {
  return isObject(button) && [button.type, button.title, button.value].every((part) => typeof part === 'string');
}

function File({ attachment }: { attachment: WireAttachment }) {
  const href = safeUrl(attachment.contentUrl);
  if (!href) return null;
  const name = attachment.name || t('file');
  return (
    <a class="file" href={href} target="_blank" rel="noopener noreferrer">
      {/^image\/(png|jpeg|gif|webp)$/.test(attachment.contentType) ? <img src={href} alt={name} loading="lazy" /> : name}
    </a>
  );
}
