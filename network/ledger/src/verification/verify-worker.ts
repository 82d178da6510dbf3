/** The thread of a SignatureThread: verifies what it is sent until it is ended. */
import { platform, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { verifySignature } from '@argosy/protocol/crypto';
import type { VerificationKey } from '@argosy/protocol/verification-key';
import { outcome, unpackChecks } from './packed-checks.js';
import type { Check, VerifyRequest } from './packed-checks.js';

/** A little less than the thread that feeds this one: while that waits for a core, there will soon be nothing to verify. */
const NICENESS = 5;

const keys = new Map<number, VerificationKey>();

/** The outcomes, in the memory of the request: who sent it uses that again. */
function verifyBatch(request: VerifyRequest): Uint8Array<ArrayBuffer> {
  if (request.forget) keys.clear();
  for (const [number, key] of request.keys) keys.set(number, key);
  const { bytes } = request;
  bytes.set(unpackChecks(request, keys).map(verify));
  return bytes;
}

/** What throws here is verified again where its error can be told. */
function verify({ key, message, signature }: Check): number {
  try {
    return verifySignature(key, message, signature) ? outcome.holds : outcome.broken;
  } catch {
    return outcome.unknown;
  }
}

function giveWay(): void {
  // Elsewhere it would be said of the whole process.
  if (platform() !== 'linux') return;
  try {
    setPriority(NICENESS);
  } catch {
    // It works without.
  }
}

giveWay();
parentPort?.on('message', (request: VerifyRequest) => {
  const outcomes = verifyBatch(request);
  parentPort?.postMessage(outcomes, [outcomes.buffer]);
});
