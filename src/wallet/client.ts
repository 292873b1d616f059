/** The wallet over HTTP: time-outs, retries under one idempotency key, and a circuit breaker. */
import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  ExponentialBackoff,
  circuitBreaker,
  handleAll,
  retry,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { WalletFailure, WalletOperation, WalletOperations } from '../core/wallet-operations.ts';
import { EstafetError } from '../errors.ts';
import type { Wallet, WalletCallOptions, WalletResult } from '../ports/wallet.ts';
import { contract, type Endpoint, errorBody, pathNames } from './contract.ts';

/** Milliseconds for one try. */
export const TRY_MS = 5_000;

export interface WalletClientOptions {
  /** E.g. `https://wallet.example.com/support`; the contract's paths follow it. */
  baseUrl: string;
  apiKey: string;
  log: Logger;
  /** Milliseconds for one try; default `TRY_MS`. */
  timeoutMs?: number;
  /** Tries of one call; default 3. */
  attempts?: number;
  /** Milliseconds before the first repeat, doubling; default 200. */
  backoffMs?: number;
  /** Failures in a row that open the breaker; default 8. */
  breakAfter?: number;
  /** Milliseconds until an open breaker lets one call try; default 5,000. */
  breakMs?: number;
}

const UNAVAILABLE: WalletFailure = { code: 'unavailable', message: 'The wallet gave no usable answer.' };

/** Of customer tokens, as docs/wallet-api says; which one a key is for, the wallet's JWKS tells. */
const SIGNATURES = ['ES256', 'RS256'];

const claims = z.object({ sub: z.string().min(1), name: z.string().optional(), locale: z.string().optional() });

export function createWalletClient(options: WalletClientOptions): Wallet {
  const { baseUrl, apiKey, log } = options;
  // On first use: with it comes Node's fetch, which takes a while to load.
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  const breaker: CircuitBreakerPolicy = circuitBreaker(handleAll, {
    halfOpenAfter: options.breakMs ?? 5_000,
    breaker: new ConsecutiveBreaker(options.breakAfter ?? 8),
  });
  const policy = wrap(
    retry(handleAll, {
      maxAttempts: (options.attempts ?? 3) - 1,
      backoff: new ExponentialBackoff({ initialDelay: options.backoffMs ?? 200, maxDelay: 2_000 }),
    }),
    breaker,
    timeout(options.timeoutMs ?? TRY_MS, TimeoutStrategy.Aggressive),
  );

  /** One try. A named refusal is an answer; anything else that is no answer throws and may be tried again. */
  async function request(
    endpoint: Endpoint,
    input: Record<string, unknown>,
    key: string,
    signal: AbortSignal,
  ): Promise<WalletResult<unknown>> {
    const response = await fetch(urlOf(baseUrl, endpoint, input), {
      method: endpoint.method,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        Accept: 'application/json',
        ...(endpoint.write && { 'Idempotency-Key': key }),
        ...(endpoint.method === 'POST' && { 'Content-Type': 'application/json' }),
      },
      ...(endpoint.method === 'POST' && { body: JSON.stringify(bodyOf(endpoint, input)) }),
      signal,
    });
    const json: unknown = await response.json().catch((error: unknown) => {
      // What a proxy says in the wallet's place. Anything else is a line that broke.
      throw error instanceof SyntaxError ? new Error(`the wallet answered ${response.status}, and no JSON`) : error;
    });
    if (response.ok) return { ok: true, output: endpoint.output.parse(json) };
    const { error } = errorBody.parse(json);
    if (!(error.code in endpoint.errors)) throw new Error(`the wallet answered ${response.status}`);
    return { ok: false, error };
  }

  return {
    async call<T extends WalletOperation>(
      operation: T,
      input: WalletOperations[T]['input'],
      { idempotencyKey, signal }: WalletCallOptions,
    ) {
      const endpoint = contract[operation] as unknown as Endpoint;
      try {
        const result = await policy.execute((context) => request(endpoint, input, idempotencyKey, context.signal), signal);
        return result as WalletResult<WalletOperations[T]['output']>;
      } catch (error) {
        log.warn({ operation, reason: error instanceof z.ZodError ? 'unexpected shape' : String(error) }, 'wallet unavailable');
        return { ok: false, error: UNAVAILABLE };
      }
    },

    async verifyCustomerToken(token) {
      try {
        keys ??= createRemoteJWKSet(new URL(`${baseUrl}/.well-known/jwks.json`));
        const { payload } = await jwtVerify(token, keys, { algorithms: SIGNATURES, audience: 'estafet', requiredClaims: ['exp'] });
        const { sub, name, locale } = claims.parse(payload);
        return { customerId: sub, ...(name && { name }), ...(locale && { locale }) };
      } catch (cause) {
        throw new EstafetError('customer-token-invalid', { cause });
      }
    },

    async health() {
      const response = await fetch(`${baseUrl}/v1/health`, {
        headers: { Authorization: `Bearer ${apiKey}` },
        signal: AbortSignal.timeout(options.timeoutMs ?? 2_000),
      });
      if (!response.ok) throw new EstafetError('wallet-unavailable');
    },
  };
}

function urlOf(baseUrl: string, endpoint: Endpoint, input: Record<string, unknown>): string {
  const inPath = pathNames(endpoint.path);
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const query = new URLSearchParams();
  if (endpoint.method === 'GET') {
    for (const [name, value] of Object.entries(input))
      if (!inPath.includes(name) && value !== undefined) query.set(name, String(value as string | number | boolean));
  }
  return `${baseUrl}${path}${query.size ? `?${query.toString()}` : ''}`;
}

function bodyOf(endpoint: Endpoint, input: Record<string, unknown>): Record<string, unknown> {
  const inPath = pathNames(endpoint.path);
  return Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.includes(name)));
}
