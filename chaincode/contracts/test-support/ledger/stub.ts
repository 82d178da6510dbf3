import { ChaincodeStub } from 'fabric-shim';
import type { ChaincodeRequests } from './chaincode-requests.js';
import type { Transaction } from './proposal.js';

interface Event {
  getEventName(): string;
  getPayload_asU8(): Uint8Array;
}

/** What the shim's stub has from the proposal that it is made from, and leaves after execution. */
interface StubInside {
  creator: Transaction['by'];
  transientMap: ReadonlyMap<string, Buffer>;
  txTimestamp: { getSeconds(): number; getNanos(): number; toDate(): Date };
  getMspID: () => string;
  chaincodeEvent?: Event;
}

// The declaration has no constructor, since only the shim itself makes stubs.
const Stub = ChaincodeStub as unknown as new (
  requests: ChaincodeRequests,
  channel: string,
  txId: string,
  input: { getArgsList_asU8(): readonly Uint8Array[] },
) => ChaincodeStub & StubInside;

/** The shim's own stub over requests that are answered in memory. */
export function stubOf(
  requests: ChaincodeRequests,
  { channel, txId, args, by, transient, seconds, nanos, at }: Transaction,
): ChaincodeStub & StubInside {
  const input = { getArgsList_asU8: () => args.map(bytesOf) };
  return Object.assign(new Stub(requests, channel, txId, input), {
    creator: by,
    transientMap: new Map(Object.entries(transient).map(([name, it]) => [name, bytesOf(it)])),
    txTimestamp: {
      getSeconds: () => seconds,
      getNanos: () => nanos,
      toDate: () => new Date(seconds * 1000 + Math.floor(nanos / 1e6)),
    },
    // On a network it comes from the environment of the chaincode's process, of which there is one
    // for each organisation.
    getMspID: () => at,
  });
}

/** The event that a peer takes from the chaincode: the last that was set. */
export function eventsOf({ chaincodeEvent }: StubInside): [name: string, payload: string][] {
  if (chaincodeEvent === undefined) return [];
  const payload = Buffer.from(chaincodeEvent.getPayload_asU8()).toString();
  return [[chaincodeEvent.getEventName(), payload]];
}

function bytesOf(text: string | Uint8Array): Buffer {
  return typeof text === 'string' ? Buffer.from(text) : Buffer.from(text);
}
