import { createHash } from 'node:crypto';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import type { Json } from '@argosy/domain/shared/canonical-json';

/** SHA-256 of a record as the ledger has it, from the record in an answer of the gateway, where amounts have their decimal form besides. */
export const recordHash = (record: Json): string =>
  createHash('sha256')
    .update(canonicalJson(withoutDecimals(record)))
    .digest('hex');

function withoutDecimals(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(withoutDecimals);
  const isMoney = 'currency' in value && 'minor' in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !isMoney || name !== 'decimal')
      .map(([name, member]) => [name, withoutDecimals(member)]),
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
