/** Reads every import of the tree and looks for those that the layers forbid. */
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { layerRules } from './layer-rules.ts';

const FOLDERS = ['src', 'flows', 'test', 'scripts'];

export interface LayersReport {
  /** How many files of ours were read. */
  modules: number;
  /** How many imports were seen in them. */
  imports: number;
  /** A paragraph for each broken rule: where, why it is forbidden, what to do; empty when all is well. */
  problems: string[];
}

/** @param root the folder that holds src, flows, test and scripts, as far as there are such */
export async function checkLayers(root: string): Promise<LayersReport> {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: root }));
  // Without a file dependency-cruiser finds nothing wrong, and so it does when it lacks a parser: both would look like success.
  if (files.length === 0) return { modules: 0, imports: 0, problems: [nothingRead(root, 'there is no module')] };

  const { output } = await cruise(
    folders,
    {
      baseDir: root,
      // The only parser at hand that reads TypeScript 7 and sees type-only imports.
      parser: 'swc',
      tsPreCompilationDeps: true,
      doNotFollow: { path: '^node_modules/' },
      validate: true,
      ruleSet: { forbidden: layerRules },
    },
    // As Node resolves: a package may name its files in `exports` only.
    { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  );
  if (typeof output === 'string') throw new TypeError(`dependency-cruiser answered in prose: ${output}`);
  const read = new Set(output.modules.map((module) => module.source));
  const unread = files.filter((file) => !read.has(file));
  const imports = output.modules
    .filter((module) => files.includes(module.source))
    .reduce((sum, module) => sum + module.dependencies.length, 0);
  const problems = describeViolations(output);
  if (unread.length > 0)
    problems.push(nothingRead(root, `dependency-cruiser did not read ${unread.length} of ${files.length} modules (${unread[0]}, …)`));
  return { modules: files.length - unread.length, imports, problems };
}

function nothingRead(root: string, what: string): string {
  return `unread:\n  ${what} in ${root}.\n  What is not read can't be checked. See that @swc/core and dependency-cruiser are installed as in package-lock.json (npm ci).`;
}

function describeViolations(result: ICruiseResult): string[] {
  const breaches = new Map<string, Set<string>>();
  for (const { rule, from, to, cycle } of result.summary.violations) {
    const found = breaches.get(rule.name) ?? new Set<string>();
    breaches.set(rule.name, found.add(cycle ? describeCycle(cycle.map((step) => step.name)) : `${from} → ${to}`));
  }
  return layerRules.flatMap(({ name, comment }) => {
    const found = breaches.get(name);
    return found ? [[`${name}:`, ...[...found].map((line) => `  ${line}`), `  ${comment}`].join('\n')] : [];
  });
}

/** A cycle is reported once from each of its files; begun at the same file, the reports are the same. */
function describeCycle(files: string[]): string {
  const first = files.indexOf(files.toSorted()[0] ?? '');
  const turned = [...files.slice(first), ...files.slice(0, first)];
  return [...turned, ...turned.slice(0, 1)].join(' → ');
}

if (import.meta.main) {
  const { modules, imports, problems } = await checkLayers(process.cwd());
  if (problems.length > 0) {
    process.stderr.write(`${problems.join('\n')}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${modules} modules, ${imports} imports\n`);
  }
}
