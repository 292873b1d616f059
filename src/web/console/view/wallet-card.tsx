/** The customer's account and latest payments, as the wallet tells them. */
import { useEffect } from 'preact/hooks';
import { fullTime } from '../../shared/times.ts';
import type { WalletPayment } from '../shapes.ts';
import { askWallet, wallets } from '../state/wallet.ts';
import { errorText, locale, t } from '../texts.ts';
import { Card, Facts } from './card.tsx';
import { Loading, Trouble } from './states.tsx';

export function WalletCard({ id }: { id: string }) {
  const view = wallets.value.get(id);

  useEffect(() => {
    void askWallet(id);
  }, [id]);

  if (!view) return <Loading text={t('side.loading')} rows={1} />;
  if ('error' in view) return <Trouble text={errorText(view.error)} onRetry={() => void askWallet(id)} />;
  const { customer, payments } = view;
  return (
    <>
      {customer && (
        <Card title={t('side.account')}>
          <Facts
            rows={[
              [t('side.status'), <span class={customer.status === 'active' ? '' : 'bad'}>{t(`account.${customer.status}`)}</span>],
              [t('side.phone'), customer.maskedPhone],
              [t('side.email'), customer.maskedEmail],
              [t('side.balance'), rupiah(customer.balance)],
              [
                t('side.member-since'),
                new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium' }).format(new Date(customer.memberSince)),
              ],
            ]}
          />
        </Card>
      )}
      {payments.length > 0 && (
        <Card title={t('side.payments')}>
          <ul class="payments">
            {payments.map((payment) => (
              <Payment key={payment.paymentId} payment={payment} />
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Payment({ payment }: { payment: WalletPayment }) {
  return (
    <li>
      <span>{payment.merchant}</span>
      <span class="sum">{rupiah(payment.amount)}</span>
      <small>{fullTime(payment.createdAt, locale.value)}</small>
      <small class={payment.status === 'failed' ? 'bad' : ''}>{t(`payment.${payment.status}`)}</small>
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
