import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

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

type Parts = Partial<Record<keyof typeof types, readonly string[]>>;

/** A subject in Go's order (`pkix.Name.ToRDNSequence`). */
export function writeSubject({ commonName, serialNumber, ...lists }: Subject): x509.Name {
  const parts: Parts = {
    ...lists,
    commonName: [commonName],
    serialNumber: serialNumber === undefined ? [] : [serialNumber],
  };
  const order = ['country', 'organisation', 'units', 'locality', 'province'] as const;
  const written = [...order, 'commonName' as const, 'serialNumber' as const].flatMap((part) => {
    const values = parts[part] ?? [];
    return values.length === 0 ? [] : [{ [types[part]]: inDerOrder(values).map(typed) }];
  });
  return new x509.Name(written);
}

/** The parts of a subject that was read, by their type. */
export function readSubject(name: x509.Name): Subject {
  const values = (part: keyof typeof types): string[] => name.getField(types[part]);
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

const isPrintable = (value: string): boolean => /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value);

// Typed values are taken as they are; a bare string would be read for escapes.
const typed = (value: string): { printableString: string } | { utf8String: string } =>
  isPrintable(value) ? { printableString: value } : { utf8String: value };

/** The members of a set are sorted by their encodings: first by length, then by the kind of string. */
function inDerOrder(values: readonly string[]): readonly string[] {
  const encoded = values.map((value) => {
    const bytes = Buffer.from(value);
    const kind = isPrintable(value) ? 0x13 : 0x0c;
    return { value, key: Buffer.from([bytes.length, kind, ...bytes]) };
  });
  return encoded.sort((a, b) => Buffer.compare(a.key, b.key)).map((it) => it.value);
}
