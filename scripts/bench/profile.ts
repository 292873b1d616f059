/** Where a server's time goes: V8's profiler, over the inspector, only while it is under load. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AttachedInspector, attachedInspector } from './inspector.ts';
import { ROOT } from './process.ts';

const SHOWN = 24;
const INTERVAL_US = 200;

interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
}

interface Profile {
  nodes: { id: number; callFrame: CallFrame }[];
  samples: number[];
  /** Microseconds. */
  timeDeltas: number[];
}

export interface Profiled extends Pick<AttachedInspector, 'options'> {
  /** Watches it while `work` runs. */
  record<T>(work: () => Promise<T>): Promise<T>;
  /** Writes the profiles into data/bench and prints what weighs most. */
  finish(): Promise<void>;
}

export function profiled(): Profiled {
  const inspector = attachedInspector();
  const profiles: Profile[] = [];
  return {
    options: inspector.options,
    async record(work) {
      await inspector.ask('Profiler.enable');
      await inspector.ask('Profiler.setSamplingInterval', { interval: INTERVAL_US });
      await inspector.ask('Profiler.start');
      const done = await work();
      const { profile } = (await inspector.ask('Profiler.stop')) as { profile: Profile };
      profiles.push(profile);
      return done;
    },
    async finish() {
      await inspector.close();
      const dir = join(ROOT, 'data/bench');
      mkdirSync(dir, { recursive: true });
      for (const [index, profile] of profiles.entries()) {
        writeFileSync(join(dir, `turn-${index + 1}.cpuprofile`), JSON.stringify(profile));
      }
      process.stderr.write(`profiles in ${dir}\n${heaviest(profiles)}\n`);
    },
  };
}

/** Self time by module, then by function, as shares of the time that was not idle. */
function heaviest(profiles: Profile[]): string {
  const modules = new Map<string, number>();
  const functions = new Map<string, number>();
  let busy = 0;
  for (const { nodes, samples, timeDeltas } of profiles) {
    const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    for (const [index, sample] of samples.entries()) {
      const frame = frames.get(sample);
      const us = timeDeltas[index] ?? 0;
      if (!frame || frame.functionName === '(idle)') continue;
      busy += us;
      const module = moduleOf(frame);
      modules.set(module, (modules.get(module) ?? 0) + us);
      const name = `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`;
      functions.set(name, (functions.get(name) ?? 0) + us);
    }
  }
  return ['self time by module', ...top(modules, busy), '', 'self time by function', ...top(functions, busy)].join('\n');
}

function top(weights: Map<string, number>, all: number): string[] {
  return [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([name, us]) => `${((100 * us) / all).toFixed(1).padStart(5)} %  ${name}`);
}

function moduleOf({ url, functionName }: CallFrame): string {
  if (!url) return functionName.startsWith('(') ? functionName : 'V8 and native code';
  const own = /\/(src|flows)\/(.+)$/.exec(url);
  const library = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (library) return library;
  if (own) return `${own[1]}/${own[2]}`;
  return url;
}

function placeOf({ url, lineNumber }: CallFrame): string {
  return url ? `${url.replace(/^.*?\/(?=(?:src|flows|node_modules)\/)/, '')}:${lineNumber + 1}` : '';
}
