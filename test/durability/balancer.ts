/** What stands before many nodes: each connection goes to the next one that takes it, whoever it comes from. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Balancer {
  url: string;
  close(): Promise<void>;
}

/** @param urls of the nodes */
export async function openBalancer(urls: string[]): Promise<Balancer> {
  const ports = urls.map((url) => Number(new URL(url).port));
  const open = new Set<Socket>();
  let next = 0;

  async function forward(client: Socket): Promise<void> {
    keep(client);
    for (let tried = 0; tried < ports.length; tried++) {
      const port = ports[next++ % ports.length] ?? 0;
      const node = keep(connect(port, '127.0.0.1'));
      const isTaken = await once(node, 'connect').then(
        () => true,
        () => false,
      );
      if (!isTaken) continue;
      client.pipe(node).pipe(client);
      // A node that dies takes its connections along, as it does without anything before it.
      node.once('close', () => client.destroy());
      client.once('close', () => node.destroy());
      if (client.destroyed) node.destroy();
      return;
    }
    client.destroy();
  }

  function keep(socket: Socket): Socket {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    return socket.on('error', () => socket.destroy());
  }

  const server = createServer((client) => void forward(client));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
