import colours from 'picocolors';
import type { NetworkStatus } from './status.js';
import { table } from './table.js';

/** What runs, as a person reads it. */
export function statusText(status: NetworkStatus): string {
  const { state, profile, about, home, pid, clock } = status;
  const head = [
    `${colours.bold('Argosy network')}, profile ${profile}: ${state}, in process ${pid}`,
    colours.yellow(`${about}: for development, tests and demonstration only`),
    `Run folder ${home}; its clock shows ${clock}`,
  ].join('\n');
  if (status.nodes.length === 0) return head;
  return [head, nodeTable(status), processTable(status), definitionTable(status)].join('\n\n');
}

function nodeTable({ nodes }: NetworkStatus): string {
  const channels = [...new Set(nodes.flatMap(({ heights }) => Object.keys(heights)))];
  const rows = nodes.map((node) => [
    node.name,
    node.role,
    node.organisation,
    node.endpoint,
    node.isUp ? 'up' : 'down',
    ...channels.map((channel) => String(node.heights[channel] ?? '')),
  ]);
  const heads = ['NODE', 'ROLE', 'ORGANISATION', 'ENDPOINT', 'STATE', ...channels.map(upper)];
  const reasons = nodes.flatMap(({ name, organisation, why }) =>
    why === undefined ? [] : [`${name} of ${organisation}: ${why}`],
  );
  return [table(heads, rows), ...reasons].join('\n');
}

const upper = (text: string): string => text.toUpperCase();

const processTable = ({ processes }: NetworkStatus): string =>
  table(
    ['PROCESS', 'STATE', 'PID', 'MEMORY', 'RESTARTS'],
    processes.map(({ name, state, pid, memoryBytes, restarts }) => [
      name,
      state,
      String(pid ?? ''),
      memoryBytes === undefined ? '' : `${(memoryBytes / 1024 / 1024).toFixed(0)} MB`,
      String(restarts),
    ]),
  );

const definitionTable = ({ definitions }: NetworkStatus): string =>
  table(
    ['CHANNEL', 'CHAINCODE', 'VERSION', 'SEQUENCE'],
    definitions.map(({ channel, name, version, sequence }) => [
      channel,
      name,
      version,
      String(sequence),
    ]),
  );
