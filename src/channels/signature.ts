/** Whether a delivery was signed with our secret: over the bytes as they came, in constant time, before anything reads them. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** @param given the signature as it came, without a prefix such as `sha256=` */
export function isSigned(raw: Buffer, secret: string, given: string | undefined, encoding: 'hex' | 'base64'): boolean {
  const expected = createHmac('sha256', secret).update(raw).digest(encoding);
  return isSame(expected, given);
}

/** For secrets that come as they are. Digests are compared, so that lengths show nothing either. */
export function isSame(expected: string, given: string | string[] | undefined): boolean {
  if (typeof given !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
