/** What the wallet says of a customer it has vouched for. */
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { EstafetError } from '../errors.ts';
import type { Store } from '../ports/store.ts';
import type { Wallet, WalletResult } from '../ports/wallet.ts';
import { loadConversation } from './lookup.ts';
import type { AgentOperation, Operation } from './operation.ts';
import { inConversation, inLanguage, paymentView, walletCustomerView } from './schemas.ts';

/** An agent waits for this with an open eye: rather no answer than a late one. */
const PATIENCE_MS = 3_000;
const PAYMENTS = 10;

export function createCustomerOperation(options: { agentOperation: AgentOperation; store: Store; wallet: Wallet }): Operation {
  const { agentOperation, store, wallet } = options;
  return agentOperation({
    method: 'GET',
    path: '/conversations/:id/customer',
    summary: 'The customer and the latest payments, as the wallet knows them; null for one the wallet has not vouched for.',
    params: inConversation,
    query: inLanguage,
    answer: z.strictObject({ customer: walletCustomerView.nullable(), payments: z.array(paymentView) }),
    async handle({ params }) {
      const { customer } = await loadConversation(store, params.id);
      if (!customer.walletId) return { body: { customer: null, payments: [] } };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const call = () => ({ idempotencyKey: uuidv7(), signal });
      const [profile, payments] = await Promise.all([
        wallet.call('getCustomer', { customerId: customer.walletId }, call()),
        wallet.call('listPayments', { customerId: customer.walletId, limit: PAYMENTS }, call()),
      ]);
      return { body: { customer: outputOf(profile) ?? null, payments: outputOf(payments)?.payments ?? [] } };
    },
  });
}

/** Undefined when the wallet knows nothing of it. @throws {EstafetError} `wallet-unavailable` */
function outputOf<T>(result: WalletResult<T>): T | undefined {
  if (result.ok) return result.output;
  if (result.error.code.endsWith('_not_found')) return undefined;
  throw new EstafetError('wallet-unavailable');
}
