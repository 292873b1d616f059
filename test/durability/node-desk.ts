/** A desk of many real nodes: one Redis that forgets nothing, one wallet, one balancer. */
import { type RedisServer, startRedis } from '../helpers/redis.ts';
import { createServerProcess, type ServerProcess } from '../helpers/server.ts';
import { type Balancer, openBalancer } from './balancer.ts';
import { openWatchedWallet, type WatchedWallet } from './watched-wallet.ts';

export const SECRET = 'direct-line-secret-of-the-tests';

/** From a start of a node to its end, epoch ms. */
interface Life {
  node: number;
  from: number;
  until: number;
}

export interface NodeDesk {
  /** Where customers go. */
  url: string;
  nodes: ServerProcess[];
  redis: RedisServer;
  wallet: WatchedWallet;
  /** kill -9; resolves with when, epoch ms. */
  kill(node: number): Promise<number>;
  start(node: number): Promise<void>;
  /** Which of a node's lives it was at that moment. */
  lifeAt(node: number, moment: number): Life | undefined;
  dispose(): Promise<void>;
}

export async function openNodeDesk(count: number): Promise<NodeDesk> {
  const opened: { dispose(): Promise<void> }[] = [];
  const dispose = async () => {
    for (const part of opened.toReversed()) await part.dispose();
  };
  try {
    const redis = await startRedis();
    opened.push(redis);
    const wallet = await openWatchedWallet(count);
    opened.push({ dispose: wallet.close });
    const nodes: ServerProcess[] = [];
    for (const url of wallet.urls) {
      const node = await createServerProcess({
        ESTAFET_STORE: `redis:${redis.location}`,
        ESTAFET_DIRECTLINE_SECRET: SECRET,
        ESTAFET_WALLET_URL: url,
        ESTAFET_WALLET_KEY: wallet.apiKey,
      });
      opened.push(node);
      nodes.push(node);
    }
    const balancer: Balancer = await openBalancer(nodes.map(({ url }) => url));
    opened.push({ dispose: balancer.close });
    const lives: Life[] = [];

    const start = async (node: number) => {
      lives.push({ node, from: Date.now(), until: Number.POSITIVE_INFINITY });
      await nodes[node]?.start();
    };
    await Promise.all(nodes.map((_, node) => start(node)));
    return {
      url: balancer.url,
      nodes,
      redis,
      wallet,
      start,
      async kill(node) {
        const killedAt = Date.now();
        await nodes[node]?.kill();
        const life = lives.findLast((candidate) => candidate.node === node);
        if (life) life.until = Date.now();
        return killedAt;
      },
      lifeAt: (node, moment) => lives.findLast((life) => life.node === node && life.from <= moment),
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
