/** What stands for Microsoft's cloud: the keys its connector signs with, and a token for the bot. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const APP_ID = '2f6a1c1e-7c1b-4a57-9d7a-6d5f2f3f8a10';
const ISSUER = 'https://api.botframework.com';
export const CLOUD_CHANNEL = 'webchat';

export interface Cloud {
  /** The bot's environment. */
  env: Record<string, string>;
  /** Of each delivery; a connector, too, uses one token for an hour. */
  authorization(serviceUrl: string): Promise<string>;
  close(): void;
}

export async function openCloud(): Promise<Cloud> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', endorsements: [CLOUD_CHANNEL] };
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer: ISSUER, jwks_uri: `${base}/keys` }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      MicrosoftAppId: APP_ID,
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: ISSUER,
      ToBotFromChannelTokenIssuer: ISSUER,
      OAuthUrl: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: `${base}/openid`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${base}/openid`,
    },
    async authorization(serviceUrl) {
      const token = await new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(ISSUER)
        .setAudience(APP_ID)
        .setNotBefore('0s')
        .setExpirationTime('1h')
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
