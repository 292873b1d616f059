/** What Redis and its client throw, told apart: the desk is for a moment without its store, or something is wrong. */
import { EstafetError } from '../../errors.ts';

/** How replies begin that say it can't serve or write just now: a replica, a full memory or disk, a start, a failover. */
const FOR_NOW = /^(READONLY|OOM|MISCONF|LOADING|BUSY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|NOREPLICAS|UNKILLABLE)/;

export function unavailable(cause: unknown): EstafetError {
  return new EstafetError('store-unavailable', { cause, headers: { 'Retry-After': '1' } });
}

/** @returns what to throw instead */
export function asFailure(error: unknown): unknown {
  if (error instanceof EstafetError || !(error instanceof Error)) return error;
  if (error.name !== 'ReplyError') return unavailable(error);
  return FOR_NOW.test(error.message) ? unavailable(error) : error;
}
