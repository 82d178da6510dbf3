import { implicitCollection } from '@argosy/domain/shared/record-text';
import type { Simulator } from '@argosy/ledger/simulator';
import { writePolicy } from './forged-records.js';
import { namespace } from './forger.js';
import type { DealNames } from './particulars.js';

type Run = (simulator: Simulator) => void;

/** Two of the three that endorse on `trade`: enough for its policy. */
export const colluders = ['ExportBankMSP', 'CarrierMSP'];

/** Documents of a deal by the parts of their keys, each with two who are enough for the channel and lack a guard. */
export const trueDocuments: readonly (readonly [
  kind: string,
  partsOf: (names: DealNames) => readonly string[],
  signers: readonly string[],
])[] = [
  ['credit', (it) => [it.credit], ['ImportBankMSP', 'CarrierMSP']],
  ['drawings', (it) => [it.credit], colluders],
  ['presentation', (it) => [it.presentation], colluders],
  ['examination', (it) => [it.presentation, 'ImportBankMSP'], colluders],
  ['bill', ({ bill }) => [bill.carrierCode, bill.reference], ['ImportBankMSP', 'ExportBankMSP']],
  [
    'possession',
    ({ bill }) => [bill.carrierCode, bill.reference, 'first'],
    ['ImportBankMSP', 'CarrierMSP'],
  ],
];

/** The ways to change a key: its value, its being there, its policy. */
export function changesOf(key: string, msps: readonly string[]): readonly Run[] {
  return [
    (simulator) => {
      simulator.put(namespace, key, Buffer.from('{}'));
    },
    (simulator) => {
      simulator.delete(namespace, key);
    },
    (simulator) => {
      writePolicy(simulator, key, msps);
    },
  ];
}

/** The ways in which a guard can touch its own copy of a seal. */
export function sealChangesOf(key: string, msp: string): readonly Run[] {
  const where = { namespace, collection: implicitCollection(msp) };
  return [
    (simulator) => {
      simulator.deletePrivate(where, key);
    },
    (simulator) => {
      simulator.purgePrivate(where, key);
    },
    (simulator) => {
      simulator.putPrivate(where, key, Buffer.from('{}'));
    },
    (simulator) => {
      simulator.putPrivateMetadata(where, key, []);
    },
  ];
}
