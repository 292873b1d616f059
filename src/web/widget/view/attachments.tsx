/** Cards with buttons, pictures, and everything else as a link. */
import { safeUrl } from '../../shared/linkify.ts';
import { isObject, type WireAttachment } from '../../shared/wire.ts';
import { OutIcon } from './icons.tsx';
import { t } from '../texts.ts';

export function Attachments({ attachments }: { attachments: WireAttachment[] }) {
  return (
    <>
      {attachments.map((attachment, index) =>
        attachment.contentType.startsWith('application/vnd.microsoft.card.') ? (
          <Card key={index} content={attachment.content} />
        ) : (
          <File key={index} attachment={attachment} />
        ),
      )}
    </>
  );
}

function Card({ content }: { content: unknown }) {
  if (!isObject(content)) return null;
  const words = (['title', 'subtitle', 'text'] as const).flatMap((name) => {
    const value = content[name];
    return typeof value === 'string' && value ? [{ name, value }] : [];
  });
  const buttons = (Array.isArray(content.buttons) ? content.buttons : []).flatMap((button: unknown) => {
    const href = isObject(button) && button.type === 'openUrl' ? safeUrl(button.value) : undefined;
    return href && isObject(button) && typeof button.title === 'string' ? [{ href, title: button.title }] : [];
  });
  if (words.length + buttons.length === 0) return null;
  return (
    <div class={words.length ? 'card' : 'card bare'}>
      {words.map(({ name, value }) => (
        <p key={name} class={`card-${name}`} dir="auto">
          {value}
        </p>
      ))}
      {buttons.map(({ href, title }) => (
        <a key={href} class="card-button" href={href} target="_blank" rel="noopener noreferrer">
          {title}
          <OutIcon />
          <span class="unseen"> ({t('new-tab')})</span>
        </a>
      ))}
    </div>
  );
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
