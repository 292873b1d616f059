/** Transactions unlike her: which of them she says she didn't make. */
import type { Pickable, Transaction } from '../../src/core/flow.ts';

export type Suspect = {
  transactionId: string;
  counterparty: string;
  /** Whole rupiah. */
  amount: number;
  /** Epoch ms. */
  at: number;
};

/** As many as she can look through in a fright. */
const OFFERED = 4;
/** Below this the law has theft as a minor case (Perma 2/2012); above, a police report opens doors at banks, too. */
const LARGE_LOSS = 2_500_000;

export function suspectsAmong(transactions: Transaction[]): Suspect[] {
  return transactions
    .filter(({ suspicious }) => suspicious)
    .slice(0, OFFERED)
    .map(({ transactionId, counterparty, amount, createdAt }) => ({ transactionId, counterparty, amount, at: Date.parse(createdAt) }));
}

export function toPick({ transactionId, counterparty, amount, at }: Suspect): Pickable {
  const values = { counterparty, amount, at };
  return { pick: transactionId, label: 'pick', values, card: { title: 'card.title', subtitle: 'card.amount', text: 'card.when' } };
}

/** The one her words name by the other end's name or last digits, or by amount, when it is exactly one. */
export function named(suspects: Suspect[], text: string): Suspect | undefined {
  const said = text.normalize('NFKC').toLowerCase();
  const digits = said.replace(/(?<=\d)[.,\s](?=\d{3})/g, '');
  const fits = suspects.filter(({ counterparty, amount }) => {
    const [name = '', account = ''] = counterparty.toLowerCase().split(/\s*••/);
    return (
      // A short name may be a word of its own: “dana” is money in Indonesian.
      (name.length > 4 && said.includes(name)) ||
      (account !== '' && said.includes(account.slice(0, 4))) ||
      new RegExp(`(?<!\\d)${amount}(?!\\d)`).test(digits)
    );
  });
  return fits.length === 1 ? fits[0] : undefined;
}

/** `unknown`: nobody could look. */
export type Loss = 'unknown' | 'none' | 'small' | 'large';

/** What an agent reads of those that were not hers. */
export type Stolen = { notHers: string; stolen: number; loss: Loss };

export function addStolen(before: { notHers: string; stolen: number | null }, suspects: Suspect[]): Stolen {
  const rows = suspects.map(({ counterparty, amount }) => `${counterparty}: Rp${amount.toLocaleString('id-ID')}`);
  const stolen = suspects.reduce((sum, { amount }) => sum + amount, before.stolen ?? 0);
  return {
    notHers: [...before.notHers.split('; ').filter(Boolean), ...rows].sort().join('; '),
    stolen,
    loss: stolen >= LARGE_LOSS ? 'large' : stolen > 0 ? 'small' : 'none',
  };
}
