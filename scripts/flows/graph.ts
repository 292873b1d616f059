/** A flow's statechart as boxes and arrows for the layout. */
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { allStates, askOf, type Flow } from '../../src/core/flow.ts';

const CHARACTER = 6.6;
const LINE = 15;
const MAX_LINES = 5;

/** What the drawing shows in a box, by the state's id. */
export interface Box {
  name: string;
  /** `ask`: asks her; `call`: waits for the wallet; `person`: hands off; `end`; `group`: holds other states. */
  kind: 'ask' | 'call' | 'person' | 'end' | 'group' | 'plain';
  detail: string;
}

export interface FlowGraph {
  root: ElkNode;
  boxes: Map<string, Box>;
}

export function graphOf({ machine }: Flow): FlowGraph {
  const boxes = new Map<string, Box>();
  // The way out by "cancel" is everybody's, and drawn in none.
  const drawn = allStates(machine.root).filter((node) => node !== machine.root && node.key !== 'cancelled');
  for (const node of drawn) boxes.set(node.id, boxOf(node));
  const start = `${machine.root.id} start`;
  const first = targetsOf(machine.root.initial.target);
  return {
    boxes,
    root: {
      id: machine.root.id,
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'DOWN',
        'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
        'elk.json.shapeCoords': 'ROOT',
        'elk.json.edgeCoords': 'ROOT',
        'elk.layered.spacing.nodeNodeBetweenLayers': '36',
        'elk.spacing.nodeNode': '28',
        'elk.spacing.edgeLabel': '4',
        'elk.edgeRouting': 'POLYLINE',
        'elk.randomSeed': '1',
      },
      children: [{ id: start, width: 12, height: 12 }, ...Object.values(machine.root.states).flatMap((node) => toElk(node, boxes))],
      edges: [
        ...first.map((target) => ({ id: `${start} ${target.id}`, sources: [start], targets: [target.id] })),
        ...edgesOf(drawn, boxes),
      ],
    },
  };
}

function toElk(node: AnyStateNode, boxes: ReadonlyMap<string, Box>): ElkNode[] {
  const box = boxes.get(node.id);
  if (!box) return [];
  const children = Object.values(node.states).flatMap((child) => toElk(child, boxes));
  const width = Math.max(box.name.length, box.detail.length) * CHARACTER + 28;
  if (!children.length) return [{ id: node.id, width, height: box.detail ? 46 : 32 }];
  return [
    {
      id: node.id,
      children,
      layoutOptions: {
        'elk.padding': '[top=34,left=14,bottom=14,right=14]',
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width},60)`,
      },
    },
  ];
}

function boxOf(node: AnyStateNode): Box {
  const [call] = node.invoke;
  const ask = askOf(node)?.params;
  const prompt = typeof ask === 'object' && ask !== null && 'prompt' in ask ? String(ask.prompt) : 'asks';
  if (Object.keys(node.states).length) return { name: node.key, kind: 'group', detail: node.type === 'parallel' ? 'side by side' : '' };
  if (askOf(node)) return { name: node.key, kind: 'ask', detail: `“${prompt}”` };
  if (call) return { name: node.key, kind: 'call', detail: `wallet: ${JSON.stringify(call.src).slice(1, -1)}` };
  if (node.entry.some((action) => typeof action === 'object' && 'type' in action && action.type === 'handoff'))
    return { name: node.key, kind: 'person', detail: 'to a person' };
  return { name: node.key, kind: node.type === 'final' ? 'end' : 'plain', detail: '' };
}

/** One arrow for all that leads from one state to the same other. */
function edgesOf(nodes: AnyStateNode[], boxes: ReadonlyMap<string, Box>): ElkExtendedEdge[] {
  const lines = new Map<string, { from: string; to: string; labels: string[] }>();
  for (const node of nodes) {
    for (const transition of transitionsOf(node)) {
      for (const target of targetsOf(transition.target)) {
        if (!boxes.has(target.id)) continue;
        const key = `${node.id} ${target.id}`;
        const line = lines.get(key) ?? { from: node.id, to: target.id, labels: [] };
        const label = labelOf(transition);
        if (!line.labels.includes(label)) line.labels.push(label);
        lines.set(key, line);
      }
    }
  }
  return [...lines].map(([id, { from, to, labels }]) => {
    const shown = labels.length > MAX_LINES ? [...labels.slice(0, MAX_LINES - 1), `and ${labels.length - MAX_LINES + 1} more`] : labels;
    const text = shown.join('\n');
    const width = Math.max(...shown.map((label) => label.length)) * CHARACTER + 8;
    return { id, sources: [from], targets: [to], labels: [{ id: `${id} label`, text, width, height: shown.length * LINE }] };
  });
}

function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
}

function targetsOf(target: readonly AnyStateNode[] | undefined): readonly AnyStateNode[] {
  return target ?? [];
}

function labelOf({ eventType, guard }: AnyTransitionDefinition): string {
  const condition = typeof guard === 'string' ? guard : typeof guard === 'object' && guard && 'type' in guard ? guard.type : '';
  const event = eventType
    .replace(/^choose\./, '')
    .replace(/^xstate\.done\.actor\..*/, 'done')
    .replace(/^xstate\.error\.actor\..*/, 'failed')
    .replace(/^xstate\.after\.([^.]*)\..*/, 'after $1')
    .replace(/^TEXT$/, 'she writes')
    .replace(/^AFFIRM$/, 'yes')
    .replace(/^DENY$/, 'no')
    .replace(/^PICK$/, 'picks one')
    .replace(/^RETURN$/, 'back from a person')
    .replace(/^IDENTIFIED$/, 'it is she');
  return [event, condition && condition !== 'is' ? `[${condition}]` : ''].filter(Boolean).join(' ') || 'else';
}
