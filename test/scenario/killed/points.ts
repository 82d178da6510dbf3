import { stopPoints } from '@argosy/devnet/stop-points';
import { arrows, checkpoints } from '@argosy/gateway/operations/checkpoints';
import type { StopAt } from './children.js';
import { channels } from './acts.js';
import type { ChannelName } from './acts.js';

/** Two requests of one kind: they make documents or change them; what they do is refused, for the document is there already; or both
 *  want to change one document, and only one can. */
export type Kind = 'creation' | 'change' | 'refused' | 'conflict';

/** One way in which a gateway or a network ends while two requests are under way. */
export interface Point {
  readonly kind: Kind;
  readonly channel: ChannelName;
  /** How long the client waits for each answer, in seconds. */
  readonly wait: 0 | 20;
  /** Of the two requests the second is sent when the first is answered. */
  readonly inTurn: boolean;
  readonly gateway?: StopAt;
  readonly devnet?: StopAt;
  /** Where the other process is ended at the same moment. */
  readonly both?: true;
  /** Where the gateway is ended once more while it recovers. */
  readonly recovering?: StopAt;
}

const kinds: readonly Kind[] = ['creation', 'change', 'conflict'];
const occurrences = [1, 2] as const;

/** Where a gateway that recovers an operation that was left at each arrow can be ended: it does again only what is not done. */
const afterArrow = {
  received: ['proposed', 'endorsed', 'submitted', 'settled', 'judged', 'stored'],
  proposed: ['proposed', 'endorsed', 'submitted', 'settled', 'judged', 'stored'],
  endorsed: ['submitted', 'settled', 'judged', 'stored'],
  submitted: [],
  settled: [],
} as const satisfies Record<(typeof arrows)[number], readonly string[]>;

/** All points at which the processes are killed. */
export function allPoints(): readonly Point[] {
  return [...gatewayPoints(), ...devnetPoints(), ...bothPoints(), ...recoveryPoints()];
}

function gatewayPoints(): Point[] {
  const taken = pairs(kinds, checkpoints).filter(
    ([kind, point]) => kind === 'conflict' || point !== 'refused',
  );
  const refused = pairs(['refused'] as const, ['received', 'refused'] as const);
  return pairs(pairs([...taken, ...refused], channels), occurrences)
    .filter(([[[kind, point]], occurrence]) => mayHappen(kind, point, occurrence))
    .map(([[[kind, point], channel], occurrence]) => ({
      ...{ kind, channel, inTurn: false },
      // Of each kind at each point, on each channel and each time, once with and once without.
      wait: (occurrence === 1) === (channel === 'trade') ? 0 : 20,
      gateway: { point, occurrence },
    }));
}

// Of two conflicting requests one alone is refused.
const mayHappen = (kind: Kind, point: string, occurrence: number): boolean =>
  kind !== 'conflict' || point !== 'refused' || occurrence === 1;

// Two transactions may come into one block: one after the other they do not.
function devnetPoints(): Point[] {
  return pairs(pairs(stopPoints, channels), occurrences).map(
    ([[point, channel], occurrence], index) => ({
      kind: index % 4 < 2 ? 'creation' : 'change',
      channel,
      wait: index % 3 === 0 ? 0 : 20,
      inTurn: occurrence === 2,
      devnet: { point, occurrence },
    }),
  );
}

function bothPoints(): Point[] {
  const ofGateway = pairs(arrows, channels).map(([point, channel]) => ({
    ...{ kind: 'change' as const, channel, wait: 20 as const, inTurn: false, both: true as const },
    gateway: { point, occurrence: 1 },
  }));
  const ofDevnet = pairs(stopPoints, channels).map(([point, channel]) => ({
    ...{ kind: 'creation' as const, channel, wait: 20 as const, inTurn: false },
    both: true as const,
    devnet: { point, occurrence: 1 },
  }));
  return [...ofGateway, ...ofDevnet];
}

function recoveryPoints(): Point[] {
  const seconds = arrows.flatMap((first) =>
    afterArrow[first].map((point) => [first, point] as const),
  );
  return pairs(seconds, channels).map(([[first, second], channel]) => ({
    ...{ kind: 'creation', channel, wait: 20, inTurn: false },
    gateway: { point: first, occurrence: 2 },
    recovering: { point: second, occurrence: 1 },
  }));
}

/** Such as `gateway settled`, whatever is under way there: each of these has to be reached. */
export const labels: readonly string[] = [
  ...checkpoints.map((point) => `gateway: ${point}`),
  ...stopPoints.map((point) => `devnet: ${point}`),
];

export function describe({ kind, channel, wait, inTurn, gateway, devnet, ...more }: Point): string {
  const one = (name: string, { point, occurrence }: StopAt): string =>
    `${name} at "${point}" ${occurrence}`;
  return [
    `${kind} on ${channel}, waiting ${wait} s${inTurn ? ', in turn' : ''}`,
    ...(gateway === undefined ? [] : [one('gateway', gateway)]),
    ...(devnet === undefined ? [] : [one('devnet', devnet)]),
    ...(more.both === true ? ['and the other with it'] : []),
    ...(more.recovering === undefined ? [] : [one('recovering gateway', more.recovering)]),
  ].join('; ');
}

/** Which of the labels a point is about. */
export const labelOf = ({ gateway, devnet }: Point): string =>
  gateway === undefined ? `devnet: ${devnet?.point ?? ''}` : `gateway: ${gateway.point}`;

const pairs = <One, Other>(ones: readonly One[], others: readonly Other[]): [One, Other][] =>
  ones.flatMap((one) => others.map((other): [One, Other] => [one, other]));
