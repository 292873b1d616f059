/** An https server on this machine with a certificate of its own, made at run time. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Certificate {
  cert: string;
  key: string;
}

/** @param names DNS names and addresses it is good for, as OpenSSL writes them: `DNS:files.example.test` */
export async function makeCertificate(names: string[]): Promise<Certificate> {
  const dir = await mkdtemp(join(tmpdir(), 'estafet-tls-'));
  try {
    const [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    const name = ['-subj', '/CN=estafet', '-addext', `subjectAltName=${names.join(',')}`];
    await promisify(execFile)('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', cert]);
    return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
  } finally {
    await rm(dir, { recursive: true });
  }
}

export interface LocalServer {
  port: number;
  /** Connections taken so far, whatever came of them. */
  connections(): number;
  close(): Promise<void>;
}

export async function serveHttps(address: string, certificate: Certificate, answer: RequestListener): Promise<LocalServer> {
  let connections = 0;
  const server = createServer(certificate, answer);
  server.on('connection', () => connections++);
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
