import { VERSION } from './service.js';

/** A metric in all its values. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly values: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const version: Metric = {
  name: 'fabric_version',
  help: 'The active version of Fabric.',
  type: 'gauge',
  values: [{ labels: { version: VERSION.Version }, value: 1 }],
};

/** Metrics in the text format of Prometheus. */
export const exposition = (metrics: readonly Metric[]): string =>
  [version, ...metrics].map(render).join('');

function render({ name, help, type, values }: Metric): string {
  const lines = values.map(({ labels, value }) => `${name}${renderLabels(labels)} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function renderLabels(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return entries.length === 0 ? '' : `{${entries.join(',')}}`;
}
