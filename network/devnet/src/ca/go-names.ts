import { DerReader, tag } from '@argosy/protocol/msp/der';
import { identifier, sequence, set, text } from '@argosy/protocol/msp/der-forms';
import { readText } from '@argosy/protocol/msp/name';

/** The parts of a subject that Fabric CA keeps. Those with several values stand in one set, as Go writes them. */
export type Subject = {
  readonly country?: readonly string[];
  readonly organisation?: readonly string[];
  readonly units?: readonly string[];
  readonly locality?: readonly string[];
  readonly province?: readonly string[];
  readonly commonName: string;
  readonly serialNumber?: string;
};

const types = {
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  units: '2.5.4.11',
  locality: '2.5.4.7',
  province: '2.5.4.8',
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
} as const;

type Part = keyof typeof types;

/** A subject in Go's order (`pkix.Name.ToRDNSequence`), as DER. */
export function writeSubject({ commonName, serialNumber, ...lists }: Subject): Buffer {
  const parts: Partial<Record<Part, readonly string[]>> = {
    ...lists,
    commonName: [commonName],
    serialNumber: serialNumber === undefined ? [] : [serialNumber],
  };
  const order = ['country', 'organisation', 'units', 'locality', 'province'] as const;
  const written = [...order, 'commonName' as const, 'serialNumber' as const].flatMap((part) => {
    const values = parts[part] ?? [];
    const type = identifier(types[part]);
    return values.length === 0 ? [] : [set(...values.map((value) => sequence(type, text(value))))];
  });
  return sequence(...written);
}

/** The parts of a subject, from DER. Throws DerError. */
export function readSubject(name: Uint8Array): Subject {
  const found: { readonly type: string; readonly value: string }[] = [];
  const sets = new DerReader(name).inside(tag.sequence);
  while (!sets.empty) {
    const attributes = sets.inside(tag.set);
    while (!attributes.empty) {
      const attribute = attributes.inside(tag.sequence);
      found.push({ type: attribute.identifier(), value: readText(attribute.any()) });
    }
  }
  const values = (part: Part): string[] =>
    found.filter(({ type }) => type === types[part]).map(({ value }) => value);
  const [serialNumber] = values('serialNumber');
  return {
    country: values('country'),
    organisation: values('organisation'),
    units: values('units'),
    locality: values('locality'),
    province: values('province'),
    commonName: values('commonName').at(-1) ?? '',
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}
