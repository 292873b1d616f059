import { CUSTOMERS } from './customers.ts';
import { Phone } from './phone.tsx';
import { become, customerId, languages, locale, pickLocale, t } from './state.ts';
import { Wallet } from './wallet.tsx';
import { CONSOLE, openChat } from './widget.ts';

const SENTENCES = ['try.1', 'try.2', 'try.3', 'try.4'] as const;

export function Page() {
  return (
    <div class="page">
      <header class="top">
        <p class="brand">
          <img src="/demo/icon.svg" alt="" width="36" height="36" />
          <span>
            <strong>Dompet</strong>
            <small>{t('tagline')}</small>
          </span>
        </p>
        <Switcher />
        <label class="language">
          <span class="unseen">{t('language')}</span>
          <select value={locale.value} onChange={(event) => pickLocale(event.currentTarget.value)}>
            {languages.map(({ id, name }) => (
              <option key={id} value={id} lang={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </header>
      <main>
        <Wallet />
        <section class="try" aria-labelledby="try">
          <h2 id="try">{t('try')}</h2>
          <p class="soft">{t('try.lead')}</p>
          <ul>
            {SENTENCES.map((key) => (
              <li key={key}>
                <button type="button" class="sentence" onClick={() => openChat(t(key))}>
                  {t(key)}
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section class="be-agent" aria-labelledby="be-agent">
          <div>
            <h2 id="be-agent">{t('agent.title')}</h2>
            <p class="soft">{t('agent.lead')}</p>
          </div>
          <a class="button" href={CONSOLE} target="_blank" rel="noopener">
            {t('agent.open')}
          </a>
        </section>
      </main>
      <aside class="beside" aria-label={t('phone')}>
        <Phone />
      </aside>
      <footer class="soft">{t('footer')}</footer>
    </div>
  );
}

function Switcher() {
  const people = [
    ...CUSTOMERS.map(({ id, name, locale: tag }) => ({ id, name, about: t('customer.verified'), tag: tag.toUpperCase() })),
    { id: undefined, name: t('customer.guest'), about: t('customer.guest.about'), tag: '' },
  ];
  return (
    <fieldset class="switcher">
      <legend>{t('customer')}</legend>
      {people.map(({ id, name, about, tag }) => (
        <label key={name}>
          <input type="radio" name="customer" checked={customerId.value === id} onChange={() => become(id)} />
          <span>
            {name}
            <small>{[about, tag].filter(Boolean).join(' · ')}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
