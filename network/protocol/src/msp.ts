import { hash } from 'node:crypto';
import { FabricMSPConfig } from './messages/msp.js';
import type { MSPConfig } from './messages/msp.js';
import { hasUnit, readAdministrators } from './msp/administrators.js';
import { checkTlsAuthorities, readAuthorities, readMember } from './msp/authorities.js';
import { bytesKey } from './msp/bytes.js';
import type { Certificate } from './msp/certificate.js';
import type { Chain } from './msp/chain.js';
import { hashesOf } from './msp/hashes.js';
import type { MspHashes } from './msp/hashes.js';
import { validityOf } from './msp/membership.js';
import type { MembershipRules, Validity } from './msp/membership.js';
import { readUnits } from './msp/units.js';
import type { Role } from './msp/units.js';
import { since } from './msp/version.js';
import type { MspVersion } from './msp/version.js';
import { reasonOf } from './reason.js';
import { verificationKey } from './verification-key.js';
import type { VerificationKey } from './verification-key.js';
import { decode } from './wire.js';
import type { Decoded } from './wire.js';

export type { Validity } from './msp/membership.js';
export type { Role } from './msp/units.js';
export type { MspVersion } from './msp/version.js';

/** A certificate that was read for a member organisation. It may still be invalid: only some policies ask. */
export interface Identity {
  readonly mspId: string;
  /** MSP id and hash of the certificate: the same certificate in another wrapping is the same identity. */
  readonly id: string;
  readonly certificate: Certificate;
  readonly publicKey: VerificationKey;
  /** Judged when it is first asked for. */
  readonly validity: Validity;
}

type MspConfigMessage = Decoded<typeof FabricMSPConfig>;

/** What `MSPConfig.type` says of an MSP of certificates. The other kind, Idemix, has no rules here. */
const FABRIC_TYPE = 0;

/** The membership rules of one organisation, as its channel configuration states them. */
export class Msp {
  readonly id: string;
  readonly version: MspVersion;
  readonly #rules: MembershipRules;
  readonly #hashes: MspHashes;
  readonly #administrators: ReadonlySet<string>;

  /** Throws when the configuration is invalid: a channel with such an MSP has no configuration. */
  constructor(config: MspConfigMessage, { version }: { readonly version: MspVersion }) {
    this.id = config.name;
    this.version = version;
    try {
      this.#hashes = hashesOf(config.cryptoConfig);
      this.#rules = readRules(config, version, this.#hashes.identifier);
      this.#administrators = readAdministrators(config.admins, this.#rules, version);
    } catch (error) {
      throw new Error(`MSP ${config.name}: ${reasonOf(error)}`, { cause: error });
    }
  }

  /** From the configuration of any kind of MSP. Throws for one that is not of certificates. */
  static fromConfig(
    config: Decoded<typeof MSPConfig>,
    options: { readonly version: MspVersion },
  ): Msp {
    if (config.type !== FABRIC_TYPE)
      throw new Error(`an MSP is of type ${config.type}, which this node has no rules for`);
    return new Msp(decode(FabricMSPConfig, config.config), options);
  }

  /** Read a certificate as one of this MSP. Undefined when it cannot be read, or not be traced to its issuer. */
  identity(idBytes: Uint8Array): Identity | undefined {
    try {
      return this.#read(idBytes);
    } catch {
      return undefined;
    }
  }

  /** Why `identity` answers that there is none. Undefined when there is one. */
  refusal(idBytes: Uint8Array): string | undefined {
    try {
      this.#read(idBytes);
      return undefined;
    } catch (error) {
      return `the certificate cannot be read as one of ${this.id}: ${reasonOf(error)}`;
    }
  }

  #read(idBytes: Uint8Array): Identity {
    const { certificate, chain } = readMember(idBytes, this.#rules.authorities.anchors);
    const id = `${this.id}${hash(this.#hashes.identifier, certificate.raw, 'hex')}`;
    return new Member({ mspId: this.id, id, certificate, chain }, this.#rules, this.#hashes);
  }

  /** Whether an identity of this MSP has a role. Only a listed administrator has one without being valid. */
  holds(identity: Identity, role: Role): boolean {
    const { enforced, roles } = this.#rules.units;
    if (role === 'admin' && this.#administrators.has(bytesKey(identity.certificate.raw)))
      return true;
    if (!enforced || !identity.validity.valid) return false;
    return hasUnit(identity.certificate, roles.get(role)?.identifier);
  }
}

function readRules(
  config: MspConfigMessage,
  version: MspVersion,
  identifierHash: string,
): MembershipRules {
  if (config.signingIdentity !== undefined)
    throw new Error('the configuration of a channel holds a signing identity');
  const authorities = readAuthorities(config);
  checkTlsAuthorities(config, authorities.revocationLists);
  const units = readUnits(config, authorities, { version, hash: identifierHash });
  const keys = new Set(since(version, '3.0') ? (['ec', 'ed25519'] as const) : (['ec'] as const));
  return { authorities, units, keys, identifierHash };
}

interface Read {
  readonly mspId: string;
  readonly id: string;
  readonly certificate: Certificate;
  readonly chain: Chain | undefined;
}

class Member implements Identity {
  readonly mspId: string;
  readonly id: string;
  readonly certificate: Certificate;
  readonly publicKey: VerificationKey;
  readonly #chain: Chain | undefined;
  readonly #rules: MembershipRules;
  #validity: Validity | undefined;

  constructor({ mspId, id, certificate, chain }: Read, rules: MembershipRules, hashes: MspHashes) {
    const { key } = certificate;
    if (key === undefined) throw new TypeError('a certificate without a key');
    this.mspId = mspId;
    this.id = id;
    this.certificate = certificate;
    this.publicKey = verificationKey(key, hashes.signature);
    this.#chain = chain;
    this.#rules = rules;
  }

  get validity(): Validity {
    this.#validity ??= validityOf(this.certificate, this.#chain, this.#rules);
    return this.#validity;
  }
}
