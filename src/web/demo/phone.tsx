/** The customer's phone: the SMS and emails that the wallet has sent. */
import { linkify, safeUrl } from '../shared/linkify.ts';
import { clockTime } from '../shared/times.ts';
import { locale, phone, type PhoneMessage, t, tapConfirmation } from './state.ts';

export function Phone() {
  const { messages, reachable } = phone.value;
  const latestFirst = messages.toSorted((a, b) => Number(new Date(b.at)) - Number(new Date(a.at)));
  return (
    <>
      <div class="device">
        <h2>{t('phone')}</h2>
        <p class="soft">{t('phone.lead')}</p>
        {!reachable && (
          <p class="offline" role="status">
            {t('phone.offline')}
          </p>
        )}
        <div role="log" aria-label={t('phone')} class="arrivals" tabIndex={0}>
          {reachable && messages.length === 0 && <p class="nothing">{t('phone.empty')}</p>}
          <ul>
            {latestFirst.map((message) => (
              <Arrival key={message.id} message={message} />
            ))}
          </ul>
        </div>
      </div>
    </>
  );
}

function Arrival({ message }: { message: PhoneMessage }) {
  const { channel, to, text, link, at, confirmation } = message;
  const href = safeUrl(link);
  const kind = { email: t('phone.email'), app: t('phone.app') }[channel] ?? t('phone.sms');
  return (
    <li class="arrival">
      <p class="arrival-head">
        <strong>{kind}</strong>
        <span>{t('phone.to', { to })}</span>
        <time dateTime={new Date(at).toISOString()}>{clockTime(at, locale.value)}</time>
      </p>
      <p class="arrival-text">
        {linkify(text).map((part) =>
          part.href ? (
            <a href={part.href} target="_blank" rel="noopener">
              {part.text}
            </a>
          ) : (
            part.text
          ),
        )}
      </p>
      {confirmation && <Confirmation {...confirmation} />}
      {href && !text.includes(link ?? '') && (
        <a class="button" href={href} target="_blank" rel="noopener">
          {t('phone.open')}
        </a>
      )}
    </li>
  );
}

function Confirmation({ id, numbers, status }: NonNullable<PhoneMessage['confirmation']>) {
  if (status !== 'pending') return <p class="confirmation-outcome">{t(`phone.${status}`)}</p>;
  return (
    <div class="confirmation">
      {numbers.map((number) => (
        <button key={number} type="button" class="button" onClick={() => void tapConfirmation(id, number)}>
          {number}
        </button>
      ))}
      <button type="button" class="link" onClick={() => void tapConfirmation(id, 'none')}>
        {t('phone.not-me')}
      </button>
    </div>
  );
}
