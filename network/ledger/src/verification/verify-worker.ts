/** The thread of a SignatureThread: verifies what it is sent until it is ended. */
import { parentPort } from 'node:worker_threads';
import { verifySignature } from '@argosy/protocol/crypto';
import type { VerificationKey } from '@argosy/protocol/verification-key';
import { outcome, unpackChecks } from './packed-checks.js';
import type { Check, VerifyRequest } from './packed-checks.js';

const keys = new Map<number, VerificationKey>();

function verifyBatch(request: VerifyRequest): Uint8Array<ArrayBuffer> {
  if (request.forget) keys.clear();
  for (const [number, key] of request.keys) keys.set(number, key);
  return Uint8Array.from(unpackChecks(request, keys), verify);
}

/** What throws here is verified again where its error can be told. */
function verify({ key, message, signature }: Check): number {
  try {
    return verifySignature(key, message, signature) ? outcome.holds : outcome.broken;
  } catch {
    return outcome.unknown;
  }
}

parentPort?.on('message', (request: VerifyRequest) => {
  const outcomes = verifyBatch(request);
  parentPort?.postMessage(outcomes, [outcomes.buffer]);
});
