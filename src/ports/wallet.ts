import type { WalletFailure, WalletOperation, WalletOperations } from '../core/wallet-operations.ts';

export type WalletResult<T> = { ok: true; output: T } | { ok: false; error: WalletFailure };

export interface WalletCallOptions {
  /** The same for every try of one write; the wallet acts on it once. */
  idempotencyKey: string;
  signal?: AbortSignal;
}

/** The wallet's own systems. Money facts come from here and from nowhere else. */
export interface Wallet {
  /**
   * A refusal that the contract names is an answer (`ok: false`); so is `unavailable` once tries are used up.
   * Never throws.
   */
  call<T extends WalletOperation>(
    operation: T,
    input: WalletOperations[T]['input'],
    options: WalletCallOptions,
  ): Promise<WalletResult<WalletOperations[T]['output']>>;
  /**
   * Who the wallet says she is, by the token its app signed.
   * @throws {EstafetError} `customer-token-invalid`
   */
  verifyCustomerToken(token: string): Promise<{ customerId: string; name?: string; locale?: string }>;
  /** @throws when the wallet does not answer */
  health(): Promise<void>;
}
