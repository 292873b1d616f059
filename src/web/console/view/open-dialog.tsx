/** Writing first, to a customer who is known by her phone number. */
import { useId, useRef, useState } from 'preact/hooks';
import { codeOf } from '../api.ts';
import { toE164 } from '../phone.ts';
import { writeFirst } from '../state/actions.ts';
import { openings } from '../state/channels.ts';
import { openConversation } from '../state/route.ts';
import { errorText, t } from '../texts.ts';
import { channelName } from './channel.tsx';
import { Modal } from './modal.tsx';

export function OpenDialog({ shown, onClose }: { shown: boolean; onClose: () => void }) {
  return (
    <Modal shown={shown} title={t('open')} onClose={onClose}>
      <Opening onClose={onClose} />
    </Modal>
  );
}

/** In the dialog, so that it begins anew each time. */
function Opening({ onClose }: { onClose: () => void }) {
  const [first = ''] = openings.value;
  const [channel, setChannel] = useState(first);
  const [phone, setPhone] = useState('');
  /** `phone`: no number. Else a code of the server's. */
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const attempt = useRef(crypto.randomUUID());
  const hint = useId();

  async function submit(): Promise<void> {
    const to = toE164(phone);
    if (!to) {
      setError('phone');
      field.current?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const id = await writeFirst(channel, to, attempt.current);
      onClose();
      openConversation(id);
    } catch (failure) {
      setError(codeOf(failure) === 'bad-request' ? 'phone' : codeOf(failure));
      setBusy(false);
    }
  }

  return (
    <form
      class="opening"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      <p>{t('open.lead')}</p>
      <label class="field">
        <span>{t('side.channel')}</span>
        <select name="channel" value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
          {openings.value.map((name) => (
            <option key={name} value={name}>
              {channelName(name)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t('side.phone')}</span>
        <input
          ref={field}
          type="tel"
          name="phone"
          autocomplete="off"
          required
          value={phone}
          aria-invalid={error === 'phone'}
          aria-describedby={hint}
          onInput={(event) => {
            setPhone(event.currentTarget.value);
            attempt.current = crypto.randomUUID();
          }}
        />
      </label>
      <p id={hint} class={error === 'phone' ? 'bad small' : 'soft small'} role={error === 'phone' ? 'alert' : undefined}>
        {error === 'phone' ? t('open.phone.bad') : t('open.phone.hint')}
      </p>
      {error && error !== 'phone' && (
        <p class="bad" role="alert">
          {errorText(error)}
        </p>
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={onClose}>
          {t('cancel')}
        </button>
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? t('open.busy') : t('open.submit')}
        </button>
      </div>
    </form>
  );
}
