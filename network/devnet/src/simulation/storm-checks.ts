import { createHash } from 'node:crypto';
import { memoryDatabase, stateDigest } from '@argosy/ledger/database';
import { Ledger } from '@argosy/ledger/ledger';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import { validationCode } from '@argosy/protocol/validation-code';
import type { Storage } from '../storage/storage.js';
import type { SimulatedNetwork } from './network.js';
import { STORM_CHAINCODE } from './storm-chaincode.js';
import type { Acknowledged } from './storm-client.js';

/** What stands on a ledger. */
export interface LedgerFindings {
  readonly blocks: number;
  /** SHA-256 over the bytes of all blocks. */
  readonly ledgerDigest: string;
  readonly stateDigest: string;
  /** How many transactions have which flag. */
  readonly flags: Readonly<Record<string, number>>;
}

export interface LedgerToCheck {
  readonly network: SimulatedNetwork;
  readonly storage: Storage;
  readonly acknowledged: readonly Acknowledged[];
}

/** Judge a ledger again from block 0, and compare it with what clients were told. The network must be closed. */
export async function checkLedger(of: LedgerToCheck): Promise<LedgerFindings> {
  const { store, state, transient } = await of.storage.openLedger('trade');
  const { members: memberOf, genesis: genesisBlock } = of.network;
  const ledger = await Ledger.open({ genesisBlock, store, database: state, memberOf });
  const digest = await stateDigest(state);
  const again = memoryDatabase();
  const options = { genesisBlock, store, database: again, memberOf, verify: true };
  const judged = await Ledger.open(options);
  await judged.supplyPrivateData(await setsOf(ledger));
  requireThat((await stateDigest(again)) === digest, 'judged again, the state is another one');
  requireAcknowledged(ledger, of.acknowledged);
  const flags = flagsOf(ledger);
  await requireCounted(ledger);
  const blocks = Number(ledger.height);
  const hash = createHash('sha256');
  for (let number = 0n; number < ledger.height; number++) hash.update(ledger.block(number));
  await again.close();
  await ledger.close();
  await transient.close();
  return { blocks, ledgerDigest: hash.digest('hex'), stateDigest: digest, flags };
}

function requireThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

async function setsOf(ledger: Ledger): Promise<PrivateSet[]> {
  const sets: PrivateSet[] = [];
  for (let number = 1n; number < ledger.height; number++)
    for (const { index } of ledger.summary(number).transactions)
      for await (const set of ledger.privateData(number, index)) sets.push(set);
  for await (const { block } of ledger.missingPrivateData())
    throw new Error(`private data of block ${block} was lost`);
  return sets;
}

/** Nothing that a client was told is otherwise. */
function requireAcknowledged(ledger: Ledger, acknowledged: readonly Acknowledged[]): void {
  for (const { txId, code, block } of acknowledged) {
    const place = ledger.transaction(txId);
    const holds = place?.code === code && place.blockNumber === block;
    requireThat(holds, `transaction ${txId} was acknowledged, and is not there so`);
  }
}

/** Counts flags; no transaction may count twice. */
function flagsOf(ledger: Ledger): Record<string, number> {
  const names = new Map<number, string>(
    Object.entries(validationCode).map(([name, code]) => [code, name]),
  );
  const flags = new Map<string, number>();
  const valid = new Set<string>();
  for (let number = 1n; number < ledger.height; number++)
    for (const { code, txId } of ledger.summary(number).transactions) {
      const name = names.get(code) ?? String(code);
      flags.set(name, (flags.get(name) ?? 0) + 1);
      if (code !== validationCode.VALID) continue;
      requireThat(!valid.has(txId), `transaction ${txId} is valid twice`);
      valid.add(txId);
    }
  return Object.fromEntries([...flags].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A counter is as high as it was counted. */
async function requireCounted(ledger: Ledger): Promise<void> {
  const state = ledger.snapshot();
  for await (const [key, { value }] of state.range(STORM_CHAINCODE, 'counter', 'counter~')) {
    let changes = 0;
    const seen = new Set<string>();
    for await (const { txId } of ledger.history(STORM_CHAINCODE, key)) {
      changes++;
      seen.add(txId);
    }
    const counted = Number(Buffer.from(value).toString());
    requireThat(changes === counted && seen.size === counted, `${key} was not counted right`);
  }
  state.release();
}
