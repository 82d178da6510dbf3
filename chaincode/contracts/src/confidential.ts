import type { ConfidentialReference } from '@argosy/domain/confidential/reference';
import { confidentialTermsSchema } from '@argosy/domain/confidential/terms';
import { LedgerError } from '@argosy/domain/errors';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { parseJsonObject, validate } from '@argosy/domain/shared/decode';
import { encodeLedgerKey } from '@argosy/domain/shared/ledger-key';
import { sha256 } from './sha256.js';
import type { WorldState } from './world-state.js';

/** The key of confidential terms, in their collection: their own hash. */
export function confidentialKey(sha256: string): string {
  return encodeLedgerKey({ type: 'confidential', parts: [sha256] });
}

/** The canonical encoding of terms, whose hash a public document carries. Refuses: INPUT_TOO_LONG, INPUT_MALFORMED,
 *  INPUT_INVALID, none of which repeats a value. */
export function encodeConfidential(text: string): {
  readonly text: string;
  readonly sha256: string;
} {
  const input = 'confidential terms';
  const value = validate(confidentialTermsSchema, {
    input,
    value: parseJsonObject({ input, text }),
  });
  const encoded = canonicalJson(value);
  return { text: encoded, sha256: sha256(encoded) };
}

/** Refuses: CONFIDENTIAL_MISSING, unless every collection holds what the references say. Hashes are compared, which every peer has. */
export async function refuseMissingConfidential(
  state: WorldState,
  references: readonly ConfidentialReference[],
): Promise<void> {
  for (const { collection, sha256: expected } of references) {
    const hash = await state.getPrivateDataHash(collection, confidentialKey(expected));
    if (Buffer.from(hash).toString('hex') !== expected) {
      throw LedgerError.of('CONFIDENTIAL_MISSING', { collection, sha256: expected });
    }
  }
}
