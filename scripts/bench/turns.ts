/** What a turn costs, side by side: each target has its share of every round, so that whatever disturbs one disturbs all. */
import { flood, percentile, steady } from './load.ts';
import { cpuMs, residentBytes, type Started } from './process.ts';
import { profiled } from './profile.ts';
import { hasRedisStore, startRedis } from './redis.ts';
import { openBare, restartBare } from './targets/bare.ts';
import { openEchoBot, restartEchoBot } from './targets/echobot.ts';
import { openDesk, startDesk } from './targets/estafet.ts';
import type { Starter, Target } from './targets/target.ts';

export interface TurnsOptions {
  rounds: number;
  /** Writes a CPU profile of the desk on SQLite. */
  profile: boolean;
}

const CUSTOMERS = 48;
const PER_SECOND = 500;
/** Places of the EchoBots among the targets. */
const ECHO_BOT = 1;
const ECHO_BOT_WITH_CREDENTIALS = 2;
/** Turns before anything counts: until then V8 is still compiling what is hot. */
const WARM_UP = 16_000;
/** Turns of each target in a round: as fast as it goes, and at a steady pace. */
const FLOODED = 800;
const STEADY = 250;
const STARTS = 3;

export interface TurnFigures {
  name: string;
  /** Microseconds of CPU a turn, as fast as it goes: the median of the rounds, the least and the most. */
  cpuUs: number;
  cpuUsLeast: number;
  cpuUsMost: number;
  /** CPU a turn by that of the EchoBot in the same round: the median. What slows the machine down slows both. */
  toEchoBot: number;
  /** The least of all rounds by the EchoBot's least: what others on the machine do can only add. */
  leastToEchoBot: number;
  /** The same to the EchoBot with credentials. */
  toEchoBotWithCredentials: number;
  leastToEchoBotWithCredentials: number;
  /** Of what serves it beside (Redis), likewise the median. */
  besideUs?: number;
  /** Microseconds of CPU a turn at 500 a second: fewer turns share a write to the disk. */
  steadyCpuUs: number;
  turnsPerSecond: number;
  /** Milliseconds at 500 a second. */
  p50: number;
  p99: number;
  memoryMiB: number;
  /** Milliseconds from the spawn to ready: the median. */
  readyMs: number;
  readyCpuMs: number;
  remark?: string;
}

interface Candidate {
  open: () => Promise<Target>;
  restart: Starter;
}

interface Measured {
  /** One of each round: milliseconds of CPU, and seconds of the clock. */
  floods: { cpu: number; beside: number; seconds: number }[];
  steadyCpu: number;
  waits: number[];
  starts: Started[];
}

export async function measureTurns(options: TurnsOptions, say: (line: string) => void): Promise<TurnFigures[]> {
  const redis = hasRedisStore() ? await startRedis() : undefined;
  const profile = options.profile ? profiled() : undefined;
  const candidates: Candidate[] = [
    { open: openBare, restart: restartBare },
    { open: () => openEchoBot({ name: 'official EchoBot', credentials: false }), restart: restartEchoBot },
    { open: () => openEchoBot({ name: 'the same with credentials', credentials: true }), restart: restartEchoBot },
    { open: () => openDesk({ name: 'Estafet on SQLite', ...profile?.options }), restart: () => startDesk() },
    ...(redis
      ? [
          {
            open: async () => ({ ...(await openDesk({ name: 'Estafet on Redis', store: redis.url })), besideMs: () => cpuMs(redis.pid) }),
            restart: () => startDesk({ store: redis.url }),
          },
        ]
      : []),
  ];
  const open: Target[] = [];
  try {
    for (const candidate of candidates) open.push(await candidate.open());
    const measured = open.map((): Measured => ({ floods: [], steadyCpu: 0, waits: [], starts: [] }));
    for (const target of open) await flood(target.turn, { customers: CUSTOMERS, turns: WARM_UP });
    for (let round = 1; round <= options.rounds; round += 1) {
      say(`round ${round} of ${options.rounds}`);
      for (const [index, target] of open.entries()) {
        const watched = profile && target.name === 'Estafet on SQLite' ? profile.record : undefined;
        await measure(target, measured[index] as Measured, watched);
      }
    }
    const memory = open.map((target) => residentBytes(target.server.pid));
    await profile?.finish();
    const targets = open.splice(0);
    // They would take part of the CPU that the starts are given.
    for (const target of targets) await target.close();
    say('starts');
    for (let again = 0; again < STARTS; again += 1) {
      for (const [index, { restart }] of candidates.entries()) {
        const started = await restart();
        measured[index]?.starts.push(started);
        await started.stop();
      }
    }
    const echoBots = [ECHO_BOT, ECHO_BOT_WITH_CREDENTIALS].map((place) => measured[place] as Measured);
    return targets.map((target, index) => figuresOf(target, measured[index] as Measured, echoBots, memory[index] ?? 0));
  } finally {
    for (const target of open) await target.close();
    await redis?.stop();
  }
}

async function measure(target: Target, into: Measured, watched: (<T>(work: () => Promise<T>) => Promise<T>) | undefined): Promise<void> {
  const { pid } = target.server;
  const beside = () => target.besideMs?.() ?? 0;
  const before = { cpu: cpuMs(pid), beside: beside() };
  const work = () => flood(target.turn, { customers: CUSTOMERS, turns: FLOODED });
  const seconds = await (watched ? watched(work) : work());
  into.floods.push({ seconds, cpu: cpuMs(pid) - before.cpu, beside: beside() - before.beside });
  const quiet = cpuMs(pid);
  const waits = await steady(target.turn, { perSecond: PER_SECOND, turns: STEADY });
  into.steadyCpu += cpuMs(pid) - quiet;
  into.waits.push(...waits);
}

function figuresOf(target: Target, measured: Measured, echoBots: Measured[], memory: number): TurnFigures {
  const [plain, withCredentials] = echoBots.map((echoBot) => ratiosOf(measured, echoBot)) as [Ratios, Ratios];
  const cpu = measured.floods.map((flooded) => (flooded.cpu * 1000) / FLOODED);
  const remark = target.remark?.();
  return {
    name: target.name,
    cpuUs: percentile(cpu, 0.5),
    cpuUsLeast: Math.min(...cpu),
    cpuUsMost: Math.max(...cpu),
    toEchoBot: plain.median,
    leastToEchoBot: plain.least,
    toEchoBotWithCredentials: withCredentials.median,
    leastToEchoBotWithCredentials: withCredentials.least,
    ...(target.besideMs && {
      besideUs: percentile(
        measured.floods.map((flooded) => (flooded.beside * 1000) / FLOODED),
        0.5,
      ),
    }),
    steadyCpuUs: (measured.steadyCpu * 1000) / measured.waits.length,
    turnsPerSecond: percentile(
      measured.floods.map((flooded) => FLOODED / flooded.seconds),
      0.5,
    ),
    p50: percentile(measured.waits, 0.5),
    p99: percentile(measured.waits, 0.99),
    memoryMiB: memory / 1024 ** 2,
    readyMs: percentile(
      measured.starts.map(({ readyMs }) => readyMs),
      0.5,
    ),
    readyCpuMs: percentile(
      measured.starts.map(({ readyCpuMs }) => readyCpuMs),
      0.5,
    ),
    ...(remark && { remark }),
  };
}

interface Ratios {
  median: number;
  least: number;
}

function ratiosOf(measured: Measured, echoBot: Measured): Ratios {
  const ratios = measured.floods.map(({ cpu: own }, round) => own / (echoBot.floods[round]?.cpu ?? Number.NaN));
  return { median: percentile(ratios, 0.5), least: leastOf(measured) / leastOf(echoBot) };
}

function leastOf({ floods }: Measured): number {
  return Math.min(...floods.map(({ cpu }) => cpu));
}
