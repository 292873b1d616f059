/**
 * Who is who: the keys that the service signs its deliveries with, and the login where our bot gets its own tokens.
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { MsalServiceClientCredentialsFactory } from 'botframework-connector';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { AdapterOptions } from '../../../src/channels/botframework/adapter.ts';
import { type Certificate, makeCertificate } from '../../helpers/local-https.ts';
import type { Answer, Call, Faults } from '../provider.ts';

const ISSUER = 'https://api.botframework.com';
const TENANT = 'botframework.com';
/** Seconds. The SDK judges by the machine's clock, not by the simulated one, and keeps a token for that long. */
const TOKEN_LIFE = 24 * 60 * 60;

let certificate: Promise<Certificate> | undefined;

/** The login library takes https alone; all that runs in this process believes this certificate, as it does an authority's. */
export function localCertificate(): Promise<Certificate> {
  certificate ??= makeCertificate(['IP:127.0.0.1']).then((made) => {
    setDefaultCACertificates([...getCACertificates('default'), made.cert]);
    return made;
  });
  return certificate;
}

/** One for all simulators of a process: making it takes longer than most tests. */
let pair: ReturnType<typeof generateKeyPair> | undefined;

export type Identity = Awaited<ReturnType<typeof openIdentity>>;

export async function openIdentity(faults: Faults) {
  // Of each simulator another: the SDK keeps tokens by the app's id for the whole process.
  const [appId, password, keyId] = [randomUUID(), randomBytes(24).toString('base64url'), randomUUID()];
  pair ??= generateKeyPair('RS256', { extractable: true });
  const { privateKey, publicKey } = await pair;
  const keys = [{ ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', endorsements: ['msteams'] }];
  const tokens = new Set<string>();

  function login({ body }: Call): Answer {
    const form = new URLSearchParams(body.toString());
    const isOurs = form.get('client_id') === appId && form.get('client_secret') === password && !faults.expired();
    const wanted = form.get('scope')?.split(' ') ?? [];
    if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type');
    if (!isOurs) return refusal(401, 'invalid_client');
    if (!wanted.includes(`${ISSUER}/.default`)) return refusal(400, 'invalid_scope');
    const token = randomBytes(48).toString('base64url');
    tokens.add(token);
    return { status: 200, body: { token_type: 'Bearer', expires_in: TOKEN_LIFE, ext_expires_in: TOKEN_LIFE, access_token: token } };
  }

  return {
    appId,
    password,
    /** @param serviceUrl the only one that the token is good for */
    async authorization(serviceUrl: string): Promise<string> {
      const token = await new SignJWT({ serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: keyId })
        .setIssuer(ISSUER)
        .setAudience(appId)
        .setNotBefore('-1 minute')
        .setExpirationTime('1 hour')
        .sign(privateKey);
      return `Bearer ${token}`;
    },
    /** Whether the bot's token is one that was given out at the login. */
    knows: ({ headers }: Call) => !faults.expired() && tokens.has(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''),
    /** Answers what is of the login and of the keys. */
    answer(call: Call, origin: string): Answer | undefined {
      switch (call.path) {
        case '/v1/.well-known/openidconfiguration':
          return { status: 200, body: { issuer: ISSUER, jwks_uri: `${origin}/v1/.well-known/keys` } };
        case '/v1/.well-known/keys':
          return { status: 200, body: { keys } };
        case `/${TENANT}/v2.0/.well-known/openid-configuration`:
          return { status: 200, body: loginMetadata(`${origin}/${TENANT}`) };
        case `/${TENANT}/oauth2/v2.0/token`:
          return login(call);
        default:
          return undefined;
      }
    },
    /** With which the SDK takes this for the whole cloud. */
    cloudAt(origin: string): Pick<AdapterOptions, 'cloud' | 'credentials'> {
      const authority = `${origin}/${TENANT}`;
      // Of a login that is not named here the library would ask Microsoft whether it is one.
      const auth = { clientId: appId, clientSecret: password, authority, knownAuthorities: [new URL(origin).host] };
      return {
        // Both packages write down the types of the one class for themselves.
        credentials: new MsalServiceClientCredentialsFactory(appId, new ConfidentialClientApplication({ auth }) as never),
        cloud: {
          ToChannelFromBotLoginUrl: authority,
          ToChannelFromBotOAuthScope: ISSUER,
          ToBotFromChannelTokenIssuer: ISSUER,
          OAuthUrl: ISSUER,
          ToBotFromChannelOpenIdMetadataUrl: `${origin}/v1/.well-known/openidconfiguration`,
          ToBotFromEmulatorOpenIdMetadataUrl: `${origin}/v1/.well-known/openidconfiguration`,
        },
      };
    },
  };
}

function loginMetadata(base: string) {
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}

const refusal = (status: number, error: string): Answer => ({ status, body: { error, error_description: error } });
