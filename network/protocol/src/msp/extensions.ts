import { DerError, DerReader, constructedTag, contextTag, signed, tag } from './der.js';
import { readAlternativeNames } from './alternative-names.js';
import type { AlternativeNames } from './alternative-names.js';
import { readNameConstraints } from './name-constraints.js';
import type { NameConstraints } from './name-constraints.js';
import { inWord, policyExtension, readPolicyExtensions } from './policy-extensions.js';
import type { PolicyExtensions, ReadExtension } from './policy-extensions.js';

export interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** What the extensions of a certificate say. */
export interface Extensions {
  /** The first of each kind; a certificate with two of a kind is not read. */
  readonly byId: ReadonlyMap<string, Extension>;
  /** Whether the basic constraints are there, and say that this is an authority. */
  readonly basicConstraints: { readonly ca: boolean; readonly maxPathLength: bigint } | undefined;
  readonly keyUsage: KeyUsage;
  readonly extendedKeyUsage: readonly string[];
  readonly subjectKeyId: Uint8Array | undefined;
  readonly authorityKeyId: Uint8Array | undefined;
  readonly alternativeNames: AlternativeNames | undefined;
  readonly nameConstraints: NameConstraints | undefined;
  readonly policies: PolicyExtensions;
  /** Whether there is a critical extension that is not understood. */
  readonly unhandledCritical: boolean;
}

export interface KeyUsage {
  readonly any: boolean;
  readonly certificateSigning: boolean;
}

const id = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  distributionPoints: '2.5.29.31',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityAccess: '1.3.6.1.5.5.7.1.1',
} as const;
const understood: ReadonlySet<string> = new Set([
  ...Object.values(id),
  ...Object.values(policyExtension),
]);

/** Read extensions. Throws DerError when one that is known cannot be read, whether it is asked for or not. */
export function readExtensions(list: DerReader): Extensions {
  const byId = new Map<string, Extension>();
  for (const extension of readExtensionList(list)) {
    if (byId.has(extension.id)) throw new DerError('two extensions of the same kind');
    byId.set(extension.id, extension);
  }
  return interpret(byId);
}

/** Extensions as they stand, whatever they say. */
export function readExtensionList(list: DerReader): Extension[] {
  const extensions: Extension[] = [];
  while (!list.empty) extensions.push(readExtension(list.inside(tag.sequence)));
  return extensions;
}

/** Of a certificate without extensions. */
export const noExtensions = (): Extensions => interpret(new Map());

function readExtension(reader: DerReader): Extension {
  const identifier = reader.identifier();
  const critical = reader.next(tag.boolean) && reader.boolean();
  return { id: identifier, critical, value: reader.content(tag.octetString) };
}

function interpret(byId: ReadonlyMap<string, Extension>): Extensions {
  const read: ReadExtension = (kind, reader) => {
    const extension = byId.get(kind);
    return extension === undefined ? undefined : reader(new DerReader(extension.value));
  };
  refuseCritical(byId);
  read(id.distributionPoints, checkDistributionPoints);
  read(id.authorityAccess, checkAuthorityAccess);
  const alternativeNames = read(id.alternativeNames, readAlternativeNames);
  const nameConstraints = read(id.nameConstraints, readNameConstraints);
  const partly = new Set<string>();
  if (alternativeNames?.empty === true) partly.add(id.alternativeNames);
  if (nameConstraints?.partly === true) partly.add(id.nameConstraints);
  return {
    byId,
    basicConstraints: read(id.basicConstraints, readBasicConstraints),
    keyUsage: read(id.keyUsage, readKeyUsage) ?? { any: false, certificateSigning: false },
    extendedKeyUsage: read(id.extendedKeyUsage, readIdentifiers) ?? [],
    subjectKeyId: read(id.subjectKeyId, (reader) => reader.content(tag.octetString)),
    authorityKeyId: read(id.authorityKeyId, readAuthorityKeyId),
    alternativeNames,
    nameConstraints,
    policies: readPolicyExtensions(read),
    unhandledCritical: [...byId.values()].some(
      ({ id: kind, critical }) => critical && (!understood.has(kind) || partly.has(kind)),
    ),
  };
}

/** These may not be critical. */
function refuseCritical(byId: ReadonlyMap<string, Extension>): void {
  for (const kind of [id.subjectKeyId, id.authorityKeyId, id.authorityAccess])
    if (byId.get(kind)?.critical === true) throw new DerError(`extension ${kind} is critical`);
}

function readBasicConstraints(reader: DerReader): { ca: boolean; maxPathLength: bigint } {
  const constraints = reader.inside(tag.sequence);
  const ca = constraints.next(tag.boolean) && constraints.boolean();
  if (!constraints.next(tag.integer)) return { ca, maxPathLength: -1n };
  const maxPathLength = inWord(signed(constraints.integer()));
  if (maxPathLength < 0n) throw new DerError('a bad length of the path');
  return { ca, maxPathLength };
}

function readKeyUsage(reader: DerReader): KeyUsage {
  const { bytes } = reader.bits();
  const [first = 0, second = 0] = bytes;
  return { any: first !== 0 || (second & 0x80) !== 0, certificateSigning: (first & 0x04) !== 0 };
}

function readIdentifiers(reader: DerReader): string[] {
  const list = reader.inside(tag.sequence);
  const identifiers: string[] = [];
  while (!list.empty) identifiers.push(list.identifier());
  return identifiers;
}

function readAuthorityKeyId(reader: DerReader): Uint8Array | undefined {
  return reader.inside(tag.sequence).optional(contextTag(0));
}

function checkDistributionPoints(reader: DerReader): void {
  const list = reader.inside(tag.sequence);
  while (!list.empty) {
    const name = list.inside(tag.sequence).optional(constructedTag(0));
    if (name === undefined) continue;
    const full = new DerReader(name).inside(constructedTag(0));
    while (full.next(contextTag(6))) full.any();
  }
}

function checkAuthorityAccess(reader: DerReader): void {
  const list = reader.inside(tag.sequence);
  while (!list.empty) {
    const access = list.inside(tag.sequence);
    access.identifier();
    access.optional(contextTag(6));
  }
}
