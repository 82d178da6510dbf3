import { DerError, contextTag, signed, tag } from './der.js';
import type { DerReader } from './der.js';

/** Extensions about certificate policies; identifiers as hex of their content. */
export interface PolicyExtensions {
  readonly named: readonly string[];
  readonly mappings: readonly { readonly issuer: string; readonly subject: string }[];
  readonly requireExplicit: bigint | undefined;
  readonly inhibitMapping: bigint | undefined;
  readonly inhibitAny: bigint | undefined;
}

/** The extensions about certificate policies, by their identifiers. */
export const policyExtension = {
  policies: '2.5.29.32',
  mappings: '2.5.29.33',
  constraints: '2.5.29.36',
  inhibitAny: '2.5.29.54',
} as const;

/** Reads the value of an extension, where the certificate has it. */
export type ReadExtension = <T>(kind: string, reader: (value: DerReader) => T) => T | undefined;

export function readPolicyExtensions(read: ReadExtension): PolicyExtensions {
  const constraints = read(policyExtension.constraints, readPolicyConstraints);
  return {
    named: read(policyExtension.policies, readPolicies) ?? [],
    mappings: read(policyExtension.mappings, readPolicyMappings) ?? [],
    requireExplicit: constraints?.requireExplicit,
    inhibitMapping: constraints?.inhibitMapping,
    inhibitAny: read(policyExtension.inhibitAny, (reader) => inWord(signed(reader.integer()))),
  };
}

function readPolicies(reader: DerReader): string[] {
  const list = reader.inside(tag.sequence);
  const policies = new Set<string>();
  while (!list.empty) {
    const policy = list.inside(tag.sequence).content(tag.objectIdentifier);
    const hex = Buffer.from(policy).toString('hex');
    if (!isIdentifier(policy) || policies.has(hex)) throw new DerError('a bad policy');
    policies.add(hex);
  }
  return [...policies];
}

/** Numbers of any size, each in its shortest form. */
function isIdentifier(content: Uint8Array): boolean {
  const last = content.at(-1);
  if (last === undefined || last >= 0x80) return false;
  return !content.some((byte, i) => byte === 0x80 && (content[i - 1] ?? 0) < 0x80);
}

function readPolicyMappings(reader: DerReader): { issuer: string; subject: string }[] {
  const list = reader.inside(tag.sequence);
  const mappings: { issuer: string; subject: string }[] = [];
  while (!list.empty) {
    const mapping = list.inside(tag.sequence);
    const [issuer, subject] = [mapping, mapping].map((one) =>
      Buffer.from(one.content(tag.objectIdentifier)).toString('hex'),
    );
    mappings.push({ issuer: issuer ?? '', subject: subject ?? '' });
  }
  return mappings;
}

function readPolicyConstraints(
  reader: DerReader,
): Pick<PolicyExtensions, 'requireExplicit' | 'inhibitMapping'> {
  const constraints = reader.inside(tag.sequence);
  const optional = (kind: number): bigint | undefined =>
    constraints.next(kind) ? inWord(signed(constraints.integer(kind))) : undefined;
  return { requireExplicit: optional(contextTag(0)), inhibitMapping: optional(contextTag(1)) };
}

/** As wide as an integer of a 64-bit machine. */
export function inWord(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new DerError('an INTEGER is out of range');
  return value;
}
