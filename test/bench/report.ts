/** The tables and ratios of a run. */
import type { Measurement } from './load.ts';

export interface Row {
  readonly name: string;
  readonly measured: Measurement;
}

type Say = (line: string) => void;

export function sayTable(rows: readonly Row[], say: Say): void {
  say(
    '\n| arm | clients | per second | p50 ms | p95 ms | CPU ms each: devnet | its main thread | chaincodes | gateway | clients |',
  );
  say('| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |');
  for (const { name, measured } of rows) say(tableRow(name, measured));
}

function tableRow(name: string, measured: Measurement): string {
  const cpu = (match: (who: string) => boolean): string =>
    [...measured.processor].reduce((sum, [who, ms]) => sum + (match(who) ? ms : 0), 0).toFixed(2);
  const cells = [
    name,
    measured.clients,
    measured.perSecond.toFixed(0),
    measured.p50.toFixed(1),
    measured.p95.toFixed(1),
    cpu((who) => who === 'devnet'),
    cpu((who) => who === 'main thread'),
    cpu((who) => who.startsWith('chaincode')),
    cpu((who) => who === 'gateway'),
    cpu((who) => who === 'clients'),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** What one arm is to another: the name of the ratio, and the two arms by name and clients. */
const ratios: readonly (readonly [string, readonly [string, number], readonly [string, number]])[] =
  [
    ['one put to a credit, 32 clients', ['SDK, one put', 32], ['SDK, credit', 32]],
    ['128 clients to 1, one put', ['SDK, one put', 128], ['SDK, one put', 1]],
    ['128 clients to 1, credit', ['SDK, credit', 128], ['SDK, credit', 1]],
    [
      "native signer to the SDK's, one put, 128 clients",
      ['SDK, one put', 128],
      ["SDK's signer, one put", 128],
    ],
    [
      "native signer to the SDK's, evaluate, 32 clients",
      ['SDK, evaluate', 32],
      ["SDK's signer, evaluate", 32],
    ],
    [
      "native signer to the SDK's, credit, 32 clients",
      ['SDK, credit', 32],
      ["SDK's signer, credit", 32],
    ],
    ['evaluate to one put, 128 clients', ['SDK, evaluate', 128], ['SDK, one put', 128]],
    ['query to credit, 32 clients', ['SDK, query', 32], ['SDK, credit', 32]],
    ['REST to SDK, 32 clients', ['REST, credit', 32], ['SDK, credit', 32]],
  ];

export function sayRatios(rows: readonly Row[], say: Say): void {
  const rate = ([name, clients]: readonly [string, number]): number =>
    rows.find((row) => row.name === name && row.measured.clients === clients)?.measured.perSecond ??
    NaN;
  // An arm that was left out has no rate.
  const known = ratios
    .map(([what, one, other]) => ({ what, ratio: rate(one) / rate(other) }))
    .filter(({ ratio }) => !Number.isNaN(ratio));
  if (known.length === 0) return;
  say('\n| ratio of this run | |');
  say('| --- | --: |');
  for (const { what, ratio } of known) say(`| ${what} | ${ratio.toFixed(2)} |`);
}
