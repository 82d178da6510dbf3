import { broadcast } from '../../../../network/devnet/test-support/orderer-calls.js';
import { commitStatus } from '../support/calls.js';
import { until } from '../support/waiting.js';
import type { Transaction } from './endorsing.js';
import type { Scene } from './scene.js';
import { markOf, type Place } from './watch.js';

/**
 * Send envelopes to an orderer, one behind the other, and wait until they stand in blocks that every member's peer has. Refuses
 * where the orderer does not take one.
 */
export async function order(scene: Scene, envelopes: readonly Uint8Array[]): Promise<Place[]> {
  const watch = scene.watch(scene.o1);
  const expected = new Map<string, number>();
  const counts = envelopes.map((envelope) => {
    const mark = markOf(envelope);
    const count = (expected.get(mark) ?? watch.countOf(envelope)) + 1;
    expected.set(mark, count);
    return count;
  });
  await submit(scene, envelopes);
  const places = await Promise.all(
    envelopes.map((envelope, i) => watch.placeOf(envelope, counts[i])),
  );
  const last = places.reduce((block, place) => (place.block > block ? place.block : block), 0n);
  await Promise.all(scene.members.map((member) => scene.watch(member).reached(last)));
  return places;
}

const UNAVAILABLE = 503;

async function submit({ orderer }: Scene, envelopes: readonly Uint8Array[]): Promise<void> {
  await until(async () => {
    const { answers } = await broadcast(orderer, envelopes);
    const refused = answers.find(({ status }) => status !== 200);
    // An orderer that has just joined has no leader yet.
    if (refused?.status === UNAVAILABLE && answers.length === 1) return false;
    if (refused === undefined) return true;
    throw new Error(`the orderer answered ${refused.status}: ${refused.info}`);
  });
}

/** Commit transactions, in one block or several. Answers their codes, which are also what each peer says of their status. */
export async function commit(
  scene: Scene,
  ...transactions: readonly Transaction[]
): Promise<number[]> {
  const places = await order(
    scene,
    transactions.map(({ envelope }) => envelope),
  );
  await requireStatuses(scene, transactions, places);
  return places.map(({ code }) => code);
}

/** What came of one block. */
export interface OneBlock {
  readonly block: bigint;
  readonly codes: readonly number[];
}

const ATTEMPTS = 8;

/**
 * Commit transactions so that they stand in one block, in this order and alone among those of the case. Where the orderer cut between
 * them, they are made anew: so each attempt needs keys of its own.
 */
export async function together<T extends readonly Transaction[]>(
  scene: Scene,
  make: () => Promise<T>,
): Promise<OneBlock & { readonly transactions: T }> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const transactions = await make();
    const places = await order(
      scene,
      transactions.map(({ envelope }) => envelope),
    );
    const block = places[0]?.block;
    if (block === undefined || places.some((place) => place.block !== block)) continue;
    await requireStatuses(scene, transactions, places);
    return { block, codes: places.map(({ code }) => code), transactions };
  }
  throw new Error(`the orderer cut between the transactions ${ATTEMPTS} times`);
}

/** Of an id that several transactions claim, a peer knows the first one's status. */
async function requireStatuses(
  scene: Scene,
  transactions: readonly Transaction[],
  places: readonly Place[],
): Promise<void> {
  const { channelId: channel } = scene;
  const seen = new Set<string>();
  for (const [index, { transactionId, checked = true }] of transactions.entries()) {
    const place = places[index];
    if (place === undefined || seen.has(transactionId) || !checked) continue;
    seen.add(transactionId);
    const { result, blockNumber } = await commitStatus(scene.o2.peer, transactionId, { channel });
    if (result === place.code && blockNumber === place.block) continue;
    throw new Error(
      `the block says ${place.code} (block ${place.block}), the status of ${transactionId} is ${result} (block ${blockNumber})`,
    );
  }
}
