/** What came along with a message: pictures to see, recordings to play, the rest to download. */
import { kindOf, ownFile } from '../files.ts';
import { safeUrl } from '../../shared/linkify.ts';
import type { Attachment } from '../shapes.ts';
import { t } from '../texts.ts';
import { channelName } from './channel.tsx';
import { Icon } from './icons.tsx';
import { type FoundFile, useFile } from './use-file.ts';

export function AttachedFile({ attachment, channel }: { attachment: Attachment; channel: string }) {
  const own = ownFile(attachment.contentUrl, location.origin);
  if (own) return <OwnFile href={own} attachment={attachment} channel={channel} />;
  const href = safeUrl(attachment.contentUrl);
  if (!href) return null;
  return (
    <p class="sent-link">
      <a href={href} target="_blank" rel="noopener noreferrer">
        {attachment.name ?? href}
      </a>
    </p>
  );
}

function OwnFile({ href, attachment, channel }: { href: string; attachment: Attachment; channel: string }) {
  const file = useFile(href);
  const name = attachment.name || t('file');
  if (file.state === 'refused' || file.state === 'gone') {
    return (
      <p class="file-trouble">
        <Icon name="alert" size={16} />
        <span>{t(`file.${file.state}`, { name })}</span>
      </p>
    );
  }
  if (file.state === 'later' || file.state === 'looking') {
    return (
      <p class="file-trouble" role="status">
        <span>{file.state === 'looking' ? t('file.looking', { name }) : t('file.later', { name, channel: channelName(channel) })}</span>
        {file.state === 'later' && (
          <button type="button" class="link" onClick={file.retry}>
            {t('retry')}
          </button>
        )}
      </p>
    );
  }
  return <Shown href={href} name={name} file={file} contentType={attachment.contentType} />;
}

function Shown({ href, name, file, contentType }: { href: string; name: string; file: FoundFile; contentType: string }) {
  const kind = file.state === 'unplayable' ? 'other' : kindOf(contentType);
  const { src, onError } = file;
  switch (kind) {
    case 'picture':
      return (
        <a class="picture" href={href} target="_blank" rel="noopener noreferrer">
          <img src={src} alt={name} loading="lazy" onError={onError} />
        </a>
      );
    case 'sound':
      return <audio class="recording" controls preload="metadata" src={src} aria-label={name} onError={onError} />;
    case 'film':
      return <video class="recording" controls preload="metadata" playsInline src={src} aria-label={name} onError={onError} />;
    case 'other':
      return <Download href={href} name={name} file={file} />;
  }
}

/** Fetched first: what can't be had is said here, and not on a page of its own. */
function Download({ href, name, file }: { href: string; name: string; file: FoundFile }) {
  async function download(): Promise<void> {
    const found = await file.bring();
    if (!found) return;
    const link = document.createElement('a');
    link.href = found;
    link.download = name;
    link.click();
  }
  return (
    <p class="sent-link">
      <a
        href={href}
        download={name}
        onClick={(event) => {
          event.preventDefault();
          void download();
        }}
      >
        <Icon name="file" size={16} />
        {name}
      </a>
    </p>
  );
}
