import { useEffect, useRef, useState } from 'preact/hooks';
import { codeOf } from '../api.ts';
import { signIn } from '../state/session.ts';
import { errorText, languages, locale, setLocale, t } from '../texts.ts';
import { Mark } from './icons.tsx';

/** @param ended a session ran out, which is said */
export function SignIn({ ended }: { ended: boolean }) {
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  useEffect(() => email.current?.focus(), []);

  async function submit(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(email.current?.value.trim() ?? '', password.current?.value ?? '');
    } catch (failure) {
      setError(codeOf(failure));
      setBusy(false);
      password.current?.select();
    }
  }

  return (
    <main class="alone">
      <form
        class="sign-in"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Mark size={44} />
        <h1>{t('app')}</h1>
        <p class="soft">{t('signin.lead')}</p>
        {ended && !error && (
          <p class="hint" role="status">
            {t('signin.ended')}
          </p>
        )}
        <label class="field">
          <span>{t('signin.email')}</span>
          <input ref={email} type="email" name="email" autocomplete="username" required aria-invalid={error === 'sign-in-failed'} />
        </label>
        <label class="field">
          <span>{t('signin.password')}</span>
          <input
            ref={password}
            type="password"
            name="password"
            autocomplete="current-password"
            required
            aria-invalid={error === 'sign-in-failed'}
          />
        </label>
        {error && (
          <p class="bad" role="alert">
            {errorText(error)}
          </p>
        )}
        <button type="submit" class="button primary wide" disabled={busy}>
          {busy ? t('signin.busy') : t('signin.submit')}
        </button>
        <LanguageField />
      </form>
    </main>
  );
}

export function LanguageField() {
  return (
    <label class="field row">
      <span>{t('menu.language')}</span>
      <select value={locale.value} onChange={(event) => setLocale(event.currentTarget.value)}>
        {languages.map(({ locale: id, name }) => (
          <option key={id} value={id} lang={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
