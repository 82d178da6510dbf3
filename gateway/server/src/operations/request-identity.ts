import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { createHash } from 'node:crypto';
import { z } from 'zod';

const jsonSchema = z.json();

/** The command in the one spelling that goes to the ledger, so that equal requests are equal there too. */
export function commandText(command: unknown): string {
  return canonicalJson(jsonSchema.parse(command));
}

/** What makes two requests with one key the same request. */
export function fingerprint(request: {
  readonly function: string;
  readonly command: string;
}): string {
  return sha256(JSON.stringify([request.function, request.command]));
}

/** The request's id on the ledger: the key, made unique to the person and unguessable from the ledger's side. */
export function ledgerRequestId(scope: {
  readonly msp: string;
  readonly person: string;
  readonly key: string;
}): string {
  return sha256(JSON.stringify([scope.msp, scope.person, scope.key]));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
