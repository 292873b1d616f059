/** Phone numbers and email addresses as customers write them, and as they may be shown. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { ContactChannel } from '../../core/wallet-operations.ts';
import { Refusal } from './refusal.ts';

/** @throws {Refusal} `contact_invalid` */
export function readContact(contact: string): { channel: ContactChannel; address: string } {
  const text = contact.trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { channel: 'email', address: text.toLowerCase() };
  const phone = parsePhoneNumberFromString(text, 'ID');
  if (!phone?.isValid()) throw new Refusal('contact_invalid', 'Neither a phone number nor an email.');
  return { channel: 'sms', address: phone.number };
}

export function maskContact(channel: ContactChannel, contact: string): string {
  if (channel === 'sms') return `${contact.slice(0, 3)} ${contact.slice(3, 6)}••••${contact.slice(-4)}`;
  const [name = '', domain = ''] = contact.split('@');
  return `${name.slice(0, 2)}•••@${domain}`;
}
