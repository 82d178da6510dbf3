import { X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sha256 } from './crypto.js';
import type { FabricMSPConfig } from './messages/msp.js';
import { firstPemBlock } from './pem.js';
import type { Decoded } from './wire.js';

export type Role = 'client' | 'peer' | 'admin' | 'orderer';

/** Whether a certificate is a member's certificate under the rules of its MSP, and if not, why. */
export type Validity =
  | { readonly valid: true; readonly role: Role | undefined }
  | { readonly valid: false; readonly reason: string };

/** A certificate that was read for a member organisation. It may still be invalid: only some policies ask. */
export interface Identity {
  readonly mspId: string;
  /** MSP id and SHA-256 of the certificate: the same certificate in another wrapping is the same identity. */
  readonly id: string;
  readonly certificate: X509Certificate;
  readonly publicKey: KeyObject;
  readonly validity: Validity;
}

type MspConfigMessage = Decoded<typeof FabricMSPConfig>;

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';
const SUPPORTED_CURVES = new Set(['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1']);

/** The membership rules of one organisation, as its channel configuration states them. */
export class Msp {
  readonly id: string;
  readonly #authorities: readonly X509Certificate[];
  readonly #roleOfUnit: ReadonlyMap<string, Role>;

  /** Throws when the configuration asks for what this node cannot judge: it must not guess. */
  constructor(config: MspConfigMessage) {
    this.id = config.name;
    refuseUnjudged(config);
    this.#authorities = config.rootCerts.map((pem) => readCertificate(pem));
    this.#roleOfUnit = nodeUnits(config);
  }

  /** Read a certificate as one of this MSP. Undefined when it cannot be read at all. */
  identity(idBytes: Uint8Array): Identity | undefined {
    const der = firstPemBlock(idBytes);
    if (der === undefined) return undefined;
    try {
      const certificate = new X509Certificate(der);
      const id = `${this.id}${sha256(certificate.raw).toString('hex')}`;
      const { publicKey } = certificate;
      return { mspId: this.id, id, certificate, publicKey, validity: this.#validity(certificate) };
    } catch {
      return undefined;
    }
  }

  #validity(certificate: X509Certificate): Validity {
    const reason = unusable(certificate) ?? this.#unchained(certificate);
    if (reason !== undefined) return { valid: false, reason };
    if (this.#roleOfUnit.size === 0) return { valid: true, role: undefined };
    const [role, ...others] = organizationUnits(certificate).flatMap((unit) => {
      const found = this.#roleOfUnit.get(unit);
      return found === undefined ? [] : [found];
    });
    if (role === undefined) return { valid: false, reason: 'the certificate has no node role' };
    if (others.length > 0)
      return { valid: false, reason: 'the certificate has more than one node role' };
    return { valid: true, role };
  }

  /** The issuer must be an authority of the MSP, and valid at the moment the certificate begins. */
  #unchained(certificate: X509Certificate): string | undefined {
    const issuer = this.#authorities.find(
      (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
    );
    if (issuer === undefined) return `the certificate is not issued by an authority of ${this.id}`;
    const start = certificate.validFromDate.getTime() + 1000;
    const covered =
      issuer.validFromDate.getTime() <= start && start <= issuer.validToDate.getTime();
    return covered ? undefined : 'the authority was not valid when the certificate began';
  }
}

function refuseUnjudged(config: MspConfigMessage): void {
  const unread = [
    ['intermediate authorities', config.intermediateCerts],
    ['a revocation list', config.revocationList],
    ['organisational unit identifiers', config.organizationalUnitIdentifiers],
    ['listed administrators', config.admins],
  ] as const;
  for (const [what, list] of unread) {
    if (list.length > 0)
      throw new Error(`MSP ${config.name} has ${what}, which this node cannot judge yet`);
  }
}

function readCertificate(pem: Uint8Array): X509Certificate {
  const der = firstPemBlock(pem);
  if (der === undefined) throw new Error('an authority certificate is not PEM');
  return new X509Certificate(der);
}

function nodeUnits(config: MspConfigMessage): ReadonlyMap<string, Role> {
  const units = config.fabricNodeOus;
  if (units?.enable !== true) return new Map();
  const named = [
    [units.clientOuIdentifier, 'client'],
    [units.peerOuIdentifier, 'peer'],
    [units.adminOuIdentifier, 'admin'],
    [units.ordererOuIdentifier, 'orderer'],
  ] as const;
  return new Map(
    named.flatMap(([unit, role]) =>
      unit === undefined ? [] : [[unit.organizationalUnitIdentifier, role] as const],
    ),
  );
}

function unusable(certificate: X509Certificate): string | undefined {
  const { publicKey } = certificate;
  const curve = publicKey.asymmetricKeyDetails?.namedCurve ?? '';
  if (publicKey.asymmetricKeyType !== 'ec' || !SUPPORTED_CURVES.has(curve))
    return 'the key is not an ECDSA key';
  if (certificate.ca) return 'the certificate is one of an authority';
  return allowsServerUse(certificate)
    ? undefined
    : 'the extended key usage of the certificate does not allow it';
}

/** Go asks for server use unless told otherwise, and a peer does not tell it. No extension allows every use. */
function allowsServerUse({ keyUsage }: { readonly keyUsage?: readonly string[] }): boolean {
  return keyUsage?.some((usage) => usage === SERVER_AUTH || usage === ANY_USAGE) ?? true;
}

function organizationUnits(certificate: X509Certificate): readonly string[] {
  const units: unknown = certificate.toLegacyObject().subject.OU;
  if (typeof units === 'string') return [units];
  return Array.isArray(units) ? units.filter((unit) => typeof unit === 'string') : [];
}
