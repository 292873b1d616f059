/** Opens the desk and says where it is. */
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import { createApp, StrandedError } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { DEMO_PASSWORD } from './desk/demo-accounts.ts';
import { StorageError } from './discover.ts';

/** Where secrets could stand, should anyone ever log an object that holds one. */
const REDACTED = ['password', 'token', 'authorization', 'cookie', 'secret', 'code', 'text', 'contact', 'apiKey'];

function welcome(config: Config, port: number): string {
  const base = config.ESTAFET_PUBLIC_URL ?? `http://localhost:${port}`;
  if (config.production) return `Estafet is up at ${base}`;
  const password = config.ESTAFET_DEMO_PASSWORD ?? DEMO_PASSWORD;
  return `
  Estafet is up.

  Chat        ${base}/
  Console     ${base}/desk/       sign in as sari@demo.test, password ${password}
  Wallet      ${base}/sandbox/    the sandbox wallet: its customers, their phones, its moods

  Stop with Ctrl+C; chats go on where they were.
`;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const paths = REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const log = pino({ level: config.LOG_LEVEL, redact: { paths, censor: '[redacted]' } });
  process.on('warning', (warning) => log.warn({ err: warning }, 'a warning of Node'));
  const app = await createApp(config, process.env, log);
  const port = await app.listen();
  process.stdout.write(`${welcome(config, port)}\n`);
  // What start.mjs began to keep; now, since a server seldom ends by itself.
  flushCompileCache();
  // A server does the same for weeks: what is hot is worth V8's best after 300 calls, not only after 3,000. The start is not.
  setFlagsFromString('--invocation-count-for-turbofan=300');

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      app.close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.fatal({ err: error }, 'could not close cleanly');
          process.exit(1);
        },
      );
    });
  }
}

/** @returns undefined for what nobody expects */
function explain(error: unknown): string | undefined {
  if ([ConfigError, StorageError, StrandedError].some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Something listens on port ${port} already. End it, or set PORT to another.`;
  return undefined;
}

main().catch((error: unknown) => {
  const text = explain(error) ?? (error instanceof Error ? error.stack : String(error));
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
