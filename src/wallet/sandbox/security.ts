/** Devices, sign-ins and freezing. */
import { randomInt } from 'node:crypto';
import type { Freeze, FreezeRequest, SecuritySettings } from '../../core/wallet-operations.ts';
import { Confirmed } from './confirmed.ts';
import { maskContact, readContact } from './contacts.ts';
import { Refusal } from './refusal.ts';

type Proof = { customerId: string; confirmationId: string };

const WINDOW_MS = 10 * 60_000;
const REQUESTS_PER_WINDOW = 5;
const SHOWN = 5;

export class Security extends Confirmed {
  /** @throws {Refusal} `customer_not_found` */
  settings(customerId: string, settingsUrl: string): SecuritySettings {
    const customer = this.db.one<{ password_changed_at: number; two_factor: number }>(
      'SELECT password_changed_at, two_factor FROM customers WHERE id = ?',
      customerId,
    );
    if (!customer) throw new Refusal('customer_not_found', 'There is no such customer.');
    const devices = this.db.all<{ id: string; name: string; place: string; seen_at: number; current: number }>(
      'SELECT * FROM devices WHERE customer_id = ? ORDER BY seen_at DESC',
      customerId,
    );
    const signIns = this.db.all<{ at: number; device: string; place: string; known: number }>(
      `SELECT * FROM sign_ins WHERE customer_id = ? ORDER BY at DESC LIMIT ${SHOWN}`,
      customerId,
    );
    return {
      passwordChangedAt: new Date(customer.password_changed_at).toISOString(),
      twoFactor: customer.two_factor === 1,
      settingsUrl,
      devices: devices.map(({ id, name, place, seen_at, current }) => ({
        deviceId: id,
        name,
        place,
        lastSeenAt: new Date(seen_at).toISOString(),
        current: current === 1,
      })),
      signIns: signIns.map(({ at, device, place, known }) => ({ at: new Date(at).toISOString(), device, place, known: known === 1 })),
    };
  }

  /** @throws {Refusal} `confirmation_needed`, `device_not_found` */
  signOutDevice({ customerId, confirmationId, deviceId }: Proof & { deviceId: string }): { signedOut: boolean } {
    this.confirmations.prove(customerId, confirmationId);
    const there = this.db.one('SELECT 1 FROM devices WHERE id = ? AND customer_id = ?', deviceId, customerId);
    if (!there) throw new Refusal('device_not_found', 'She has no such device.');
    this.db.run('DELETE FROM devices WHERE id = ?', deviceId);
    return { signedOut: true };
  }

  /** @throws {Refusal} `confirmation_needed` */
  signOutDevices({ customerId, confirmationId }: Proof): { signedOut: number } {
    this.confirmations.prove(customerId, confirmationId);
    const others = this.db.all('SELECT 1 FROM devices WHERE customer_id = ? AND current = 0', customerId).length;
    this.db.run('DELETE FROM devices WHERE customer_id = ? AND current = 0', customerId);
    return { signedOut: others };
  }

  /** @throws {Refusal} `confirmation_needed` */
  freeze({ customerId, confirmationId }: Proof): Freeze {
    this.confirmations.prove(customerId, confirmationId);
    this.db.run(`UPDATE customers SET status = 'frozen', frozen_at = coalesce(frozen_at, ?) WHERE id = ?`, this.now(), customerId);
    const row = this.db.one<{ frozen_at: number }>('SELECT frozen_at FROM customers WHERE id = ?', customerId);
    return { status: 'frozen', frozenAt: new Date(row?.frozen_at ?? this.now()).toISOString() };
  }

  /** @throws {Refusal} `contact_invalid`, `account_not_found`, `too_many_requests` */
  requestFreeze(contact: string): FreezeRequest {
    const { channel, address } = readContact(contact);
    const column = channel === 'sms' ? 'phone' : 'email';
    const customer = this.db.one<{ id: string }>(`SELECT id FROM customers WHERE ${column} = ?`, address);
    if (!customer) throw new Refusal('account_not_found', 'No account has this contact.');
    const now = this.now();
    const recent = this.db.all('SELECT 1 FROM freeze_requests WHERE customer_id = ? AND at > ?', customer.id, now - WINDOW_MS);
    if (recent.length >= REQUESTS_PER_WINDOW) throw new Refusal('too_many_requests', 'Asked too often.');
    const number = `FRZ${randomInt(1_000_000, 10_000_000)}`;
    this.db.run('INSERT INTO freeze_requests (number, customer_id, at) VALUES (?, ?, ?)', number, customer.id, now);
    return { requestNumber: number, maskedContact: maskContact(channel, address) };
  }
}
