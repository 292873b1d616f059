/** The wallet itself: balance, what one can do, what happened. */
import type { DemoPayment } from './customers.ts';
import { customer, locale, t } from './state.ts';

const ACTIONS = {
  'action.top-up': 'M12 5v14M5 12h14',
  'action.send': 'M5 12h13M12.500 6.500 18 12l-5.500 5.500',
  'action.pay': 'M4.500 4.500h6v6h-6zM13.500 4.500h6v6h-6zM4.500 13.500h6v6h-6zM14 14h2v2h-2zM17.500 17.500h2v2h-2z',
  'action.withdraw': 'M12 4.500V15M7 10.500l5 5 5-5M5 19.500h14',
} as const;

export function Wallet() {
  const current = customer.value;
  return (
    <section class="wallet" aria-labelledby="hello">
      <h1 id="hello">{current ? t('hello', { name: current.name }) : t('hello.guest')}</h1>
      <div class="balance">
        <p>{t('balance')}</p>
        <p class="amount">{current ? rupiah(current.balance) : '••••••'}</p>
        {!current && <p>{t('balance.guest')}</p>}
      </div>
      <ul class="doings">
        {Object.entries(ACTIONS).map(([key, path]) => (
          <li key={key}>
            <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
              <path d={path} />
            </svg>
            {t(key as keyof typeof ACTIONS)}
          </li>
        ))}
      </ul>
      <h2>{t('activity')}</h2>
      {current ? (
        <ul class="payments">
          {current.payments.map((payment) => (
            <Payment key={payment.title} payment={payment} />
          ))}
        </ul>
      ) : (
        <p class="soft">{t('activity.guest')}</p>
      )}
    </section>
  );
}

function Payment({ payment }: { payment: DemoPayment }) {
  const { title, amount, state } = payment;
  return (
    <li>
      <span class="payment-mark" aria-hidden="true">
        {title.charAt(0)}
      </span>
      <span class="payment-title">
        {title}
        <small data-state={state}>{t(`payment.${state}`)}</small>
      </span>
      <span class="payment-amount" data-state={state}>
        {amount > 0 ? '+' : '−'}
        {rupiah(Math.abs(amount))}
      </span>
    </li>
  );
}

function rupiah(amount: number): string {
  return new Intl.NumberFormat(locale.value, {
    style: 'currency',
    currency: 'IDR',
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  }).format(amount);
}
