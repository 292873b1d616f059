/** A flow as SVG, in the reader's light or dark. */
import ElkConstructor from 'elkjs/lib/elk.bundled.js';
import type { ElkExtendedEdge, ElkNode, ElkPoint } from 'elkjs/lib/elk-api.js';
import type { Flow } from '../../src/core/flow.ts';
import { type Box, graphOf } from './graph.ts';

const MARGIN = 16;
const LINE = 15;
const STYLE = `
  svg { font: 12px ui-sans-serif, system-ui, sans-serif; background: #fff; }
  rect { fill: #fff; stroke: #8a8f98; } .group { fill: #f6f7f9; stroke: #c9ced6; }
  .ask { fill: #e6f3ef; stroke: #0b6558; } .call { fill: #eef2fb; stroke: #4667b5; }
  .person { fill: #fdf1e3; stroke: #a85b00; } .end { fill: #eceef1; stroke: #59616e; stroke-width: 2; }
  text { fill: #1b1f24; } .name { font-weight: 600; } .detail, .label { fill: #535b66; } .label { font-size: 11px; }
  path { fill: none; stroke: #8a8f98; } marker path, .start { fill: #8a8f98; stroke: none; }
  @media (prefers-color-scheme: dark) {
    svg { background: #14171a; } rect { fill: #1b1f24; stroke: #79818c; } .group { fill: #191d21; stroke: #3b424b; }
    .ask { fill: #12302a; stroke: #63c5b3; } .call { fill: #1a243b; stroke: #8aa8ee; }
    .person { fill: #33230f; stroke: #e2a65a; } .end { fill: #24292f; stroke: #a9b1bc; }
    text { fill: #eef0f2; } .detail, .label { fill: #aeb6c0; }
  }`.replace(/\n\s+/g, '\n');

/** The same for the same flow. */
export async function drawFlow(flow: Flow): Promise<string> {
  const { root, boxes } = graphOf(flow);
  const laid = await new ElkConstructor.default().layout(root);
  const width = Math.ceil((laid.width ?? 0) + 2 * MARGIN);
  const height = Math.ceil((laid.height ?? 0) + 2 * MARGIN);
  const title = `${flow.id}, version ${flow.version}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t">`,
    `<title id="t">${escaped(title)}</title>`,
    `<style>${STYLE}\n</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ...(laid.children ?? []).flatMap((node) => drawNode(node, boxes)),
    ...(laid.edges ?? []).map(drawEdge),
    ...(laid.edges ?? []).flatMap(drawLabels),
    '</svg>\n',
  ].join('\n');
}

function drawNode(node: ElkNode, boxes: ReadonlyMap<string, Box>): string[] {
  const [x, y, width, height] = [round(node.x), round(node.y), round(node.width), round(node.height)];
  const box = boxes.get(node.id);
  if (!box) return [`<circle class="start" cx="${x + width / 2}" cy="${y + height / 2}" r="5"/>`];
  const middle = box.kind === 'group' ? x + 14 : round(x + width / 2);
  const anchor = box.kind === 'group' ? 'start' : 'middle';
  const nameY = box.kind === 'group' ? y + 21 : round(y + height / 2 + (box.detail ? -3 : 4));
  const named = box.kind === 'group' && box.detail ? `${box.name} (${box.detail})` : box.name;
  return [
    `<rect class="${box.kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${box.kind === 'end' ? 16 : 8}"/>`,
    `<text class="name" x="${middle}" y="${nameY}" text-anchor="${anchor}">${escaped(named)}</text>`,
    ...(box.kind !== 'group' && box.detail
      ? [`<text class="detail" x="${middle}" y="${nameY + 16}" text-anchor="middle">${escaped(box.detail)}</text>`]
      : []),
    ...(node.children ?? []).flatMap((child) => drawNode(child, boxes)),
  ];
}

function drawEdge({ sections }: ElkExtendedEdge): string {
  const at = ({ x, y }: ElkPoint) => `${round(x)} ${round(y)}`;
  const lines = (sections ?? []).map(
    ({ startPoint, bendPoints = [], endPoint }) =>
      `M${at(startPoint)}${[...bendPoints, endPoint].map((point) => `L${at(point)}`).join('')}`,
  );
  return `<path d="${lines.join('')}" marker-end="url(#tip)"/>`;
}

function drawLabels({ labels }: ElkExtendedEdge): string[] {
  return (labels ?? []).map(({ text = '', x, y }) => {
    const spans = text
      .split('\n')
      .map((line, index) => `<tspan x="${round(x) + 4}" y="${round(y) + 11 + index * LINE}">${escaped(line)}</tspan>`);
    return `<text class="label">${spans.join('')}</text>`;
  });
}

function round(value: number | undefined): number {
  return Math.round(value ?? 0);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
