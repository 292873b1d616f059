/** The parts of the side panel. */
import type { ComponentChildren } from 'preact';

export function Card({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export type FactRow = [label: string, value: ComponentChildren];

export function Facts({ rows }: { rows: FactRow[] }) {
  return (
    <dl class="facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
