/** What the agent has sent and the log does not have yet. */
import { discard, fileOf, mayRetry, type Outgoing, retry } from '../state/sending.ts';
import { errorText, t } from '../texts.ts';
import { Linked } from './entry.tsx';
import { FileChip } from './file-chip.tsx';

export function OutgoingEntry({ item }: { item: Outgoing }) {
  return (
    <li class="entry" data-role="agent" data-note={item.mode === 'note'} data-state={item.state}>
      <p class="entry-head">
        <strong>{t('from.you')}</strong>
        {item.state !== 'failed' && <span>{t('state.sending')}</span>}
      </p>
      {item.text && (
        <div class="said" dir="auto">
          <Linked text={item.text} />
        </div>
      )}
      {item.fileName !== undefined && <FileChip name={item.fileName} file={fileOf(item)} />}
      {item.state === 'failed' && (
        <p class="failed" role="alert">
          <span>
            {t('state.failed')}. {item.code && errorText(item.code)}
          </span>
          {mayRetry(item) && (
            <button type="button" class="link" onClick={() => retry(item.id)}>
              {t('retry')}
            </button>
          )}
          <button type="button" class="link" onClick={() => discard(item.id)}>
            {t('discard')}
          </button>
        </p>
      )}
    </li>
  );
}
