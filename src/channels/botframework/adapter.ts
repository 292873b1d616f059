/** The SDK's adapter. This file alone loads the SDK, and only when asked: 260 ms and 56 MB. */
import type {
  Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationBotFrameworkAuthenticationOptions,
  InvokeResponse,
  TurnContext,
} from 'botbuilder';
import type { Logger } from 'pino';
import { EstafetError } from '../../errors.ts';
import type { Settings } from './settings.ts';
import { createTransport } from './transport.ts';

export interface Adapter extends Pick<CloudAdapter, 'process' | 'continueConversationAsync'> {
  /** The bot's own, for its connectors. */
  token(): Promise<string>;
}
type Logic = (turn: TurnContext) => Promise<void>;

export interface AdapterOptions {
  settings: Settings;
  log: Logger;
  /** Longest wait for a connector's answer; default 15 s. */
  timeoutMs?: number;
  /** Another cloud than Microsoft's public one: its login, token and key addresses. */
  cloud?: ConfigurationBotFrameworkAuthenticationOptions;
  /** How the bot gets its tokens there; default: by the settings, at a login that Microsoft's directory knows. */
  credentials?: ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1];
}

export async function loadAdapter({ settings, log, timeoutMs = 15_000, cloud, credentials }: AdapterOptions): Promise<Adapter> {
  const sdk = await import('botbuilder');

  /** Answers failures in the form of our catalogue; the SDK would print them and show their text to the caller. */
  class Door extends sdk.CloudAdapter {
    async token(): Promise<string> {
      const claims = this.createClaimsIdentity(settings.MicrosoftAppId);
      // Where it connects to is of no matter: the token is for all connectors.
      const connector = await authentication.createConnectorFactory(claims).create('https://smba.trafficmanager.net');
      return (connector as unknown as { credentials: { getToken(): Promise<string> } }).credentials.getToken();
    }

    protected override async processActivity(
      authorization: unknown,
      activity: Activity,
      logic: Logic,
    ): Promise<InvokeResponse | undefined> {
      let authenticated = false;
      try {
        return await super.processActivity(authorization as string, activity, (turn) => {
          authenticated = true;
          return logic(turn);
        });
      } catch (error) {
        const refusal = refusalFor(error, authenticated, log);
        return { status: refusal.status, body: refusal.toJSON() };
      }
    }
  }

  const authentication = new sdk.ConfigurationBotFrameworkAuthentication({ ...settings, ...cloud }, credentials, undefined, undefined, {
    httpClient: createTransport(timeoutMs),
  });
  return new Door(authentication);
}

function refusalFor(error: unknown, authenticated: boolean, log: Logger): EstafetError {
  if (!authenticated) {
    // Whatever kept a token from being checked, it was not found good.
    log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'bot framework: a request was refused');
    return new EstafetError('unauthorized');
  }
  if (error instanceof EstafetError) return error;
  log.error({ err: error }, 'bot framework: a turn failed');
  return new EstafetError('internal');
}
