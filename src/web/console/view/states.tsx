/** What stands where there is nothing to show: yet, at all, or because it failed. */
import { t } from '../texts.ts';

export function Empty({ title, hint }: { title: string; hint: string }) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      <p>{hint}</p>
    </div>
  );
}

export function Trouble({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div class="empty" role="alert">
      <p class="empty-title">{text}</p>
      <button type="button" class="button" onClick={onRetry}>
        {t('inbox.retry')}
      </button>
    </div>
  );
}

export function Loading({ text, rows }: { text: string; rows: number }) {
  return (
    <div class="loading" role="status">
      <span class="unseen">{text}</span>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} aria-hidden="true" />
      ))}
    </div>
  );
}
