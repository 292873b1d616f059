/** Writes docs/wallet-api/openapi.json from the contract. */
import { writeFile } from 'node:fs/promises';
import { walletOpenApi } from '../src/wallet/openapi.ts';

await writeFile(new URL('../docs/wallet-api/openapi.json', import.meta.url), `${JSON.stringify(walletOpenApi(), null, 2)}\n`);
