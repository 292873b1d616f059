/** https://core.telegram.org/bots/api#setwebhook, #deletewebhook and #getwebhookinfo */
import type { Bot } from './bot.ts';
import { objectOf, type Params, textOf } from './params.ts';
import { badRequest } from './refusal.ts';

const PORTS = ['', '80', '88', '443', '8443'];

export function setWebhook(bot: Bot, { fields }: Params): true {
  const url = textOf(fields.url);
  if (url === '') return deleteWebhook(bot);
  check(url);
  const secret = textOf(fields.secret_token);
  if (secret.length > 256) throw badRequest('secret token is too long');
  if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters');
  const allowed = objectOf(fields.allowed_updates);
  const connections = Number(textOf(fields.max_connections) || 40);
  bot.webhook = {
    url,
    secret,
    // An empty list, and none at all the first time, stand for the usual kinds.
    allowed: Array.isArray(allowed) ? (allowed.length > 0 ? allowed.map(String) : undefined) : bot.webhook?.allowed,
    maxConnections: Math.min(100, Math.max(1, connections)),
  };
  return true;
}

function check(url: string): void {
  if (!URL.canParse(url)) throw badRequest('invalid webhook URL specified');
  const { protocol, port, hostname } = new URL(url);
  // The loopback address stands for our public one.
  if (hostname === '127.0.0.1') return;
  if (protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.includes(port)) throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
}

export function deleteWebhook(bot: Bot): true {
  bot.webhook = undefined;
  return true;
}

/** https://core.telegram.org/bots/api#webhookinfo */
export function webhookInfo({ webhook }: Bot) {
  if (!webhook) return { url: '', has_custom_certificate: false, pending_update_count: 0 };
  const { url, allowed, maxConnections } = webhook;
  return {
    url,
    has_custom_certificate: false,
    pending_update_count: 0,
    max_connections: maxConnections,
    ip_address: '203.0.113.7',
    ...(allowed && { allowed_updates: allowed }),
  };
}
