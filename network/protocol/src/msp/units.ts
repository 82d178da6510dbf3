import { createHash } from 'node:crypto';
import type { FabricMSPConfig, FabricOUIdentifier } from '../messages/msp.js';
import type { Decoded } from '../wire.js';
import type { Authorities } from './authorities.js';
import { readMember } from './authorities.js';
import { bytesKey, same } from './bytes.js';
import { uniqueChain } from './chain.js';
import type { Chain } from './chain.js';
import type { MspVersion } from './version.js';
import { since } from './version.js';

export type Role = 'client' | 'peer' | 'admin' | 'orderer';

/** An organisational unit, and the authority by which it must be certified, if that is fixed. */
export interface Unit {
  readonly identifier: string;
  readonly certifiers: Uint8Array | undefined;
}

/** The organisational units that an MSP gives a meaning to. */
export interface UnitRules {
  /** Whether each member must have exactly one role. */
  readonly enforced: boolean;
  readonly roles: ReadonlyMap<Role, Unit>;
  /** Where there are any, a member must belong to one of them. */
  readonly required: readonly Unit[];
}

type MspConfigMessage = Decoded<typeof FabricMSPConfig>;
type UnitMessage = Decoded<typeof FabricOUIdentifier>;

/** Read the organisational units of an MSP. Throws when one names an authority that the MSP does not have. */
export function readUnits(
  config: MspConfigMessage,
  authorities: Authorities,
  { version, hash }: { readonly version: MspVersion; readonly hash: string },
): UnitRules {
  const bound = (unit: UnitMessage): Unit => ({
    identifier: unit.organizationalUnitIdentifier,
    certifiers: certifiersOf(unit.certificate, authorities, hash),
  });
  const required = config.organizationalUnitIdentifiers.map(bound);
  const nodes = config.fabricNodeOus;
  if (nodes === undefined || version === '1.0')
    return { enforced: false, roles: new Map(), required };
  const named = roleUnits(nodes, version);
  const roles = new Map(
    named.map(([role, unit]) => [
      role,
      unit.certificate.length > 0
        ? bound(unit)
        : { identifier: unit.organizationalUnitIdentifier, certifiers: undefined },
    ]),
  );
  return { enforced: nodes.enable && roles.size > 0, roles, required };
}

type NodeUnits = NonNullable<MspConfigMessage['fabricNodeOus']>;

function roleUnits(nodes: NodeUnits, version: MspVersion): [Role, UnitMessage][] {
  const all: (readonly [Role, UnitMessage | undefined])[] = [
    ['client', nodes.clientOuIdentifier],
    ['peer', nodes.peerOuIdentifier],
    ['admin', nodes.adminOuIdentifier],
    ['orderer', nodes.ordererOuIdentifier],
  ];
  if (since(version, '1.4.3'))
    return all.flatMap(([role, unit]) => (unit === undefined ? [] : [[role, unit]]));
  // Before 1.4.3 there are clients and peers, and both must be named; of the same name, it is that of a client.
  return [all[1], all[0]].map((named) => {
    const [role, unit] = named ?? ['client', undefined];
    if (unit === undefined || unit.organizationalUnitIdentifier === '')
      throw new Error(`the organisational unit of a ${role} is not named`);
    return [role, unit];
  });
}

/** What tells an authority of the MSP: a hash over its certificate and those above it. */
function certifiersOf(pem: Uint8Array, authorities: Authorities, hash: string): Uint8Array {
  const { certificate } = readMember(pem, authorities.anchors);
  const among = (list: readonly { readonly raw: Uint8Array }[]): boolean =>
    list.some(({ raw }) => same(raw, certificate.raw));
  if (among(authorities.roots)) return certifiers([certificate], hash);
  if (!among(authorities.intermediates))
    throw new Error('an organisational unit names an authority that is none of the MSP');
  const chain = uniqueChain(certificate, authorities.anchors);
  if (chain.length < 2 || authorities.inner.has(bytesKey(certificate.raw)))
    throw new Error('an organisational unit names an authority that certifies no members');
  return certifiers(chain, hash);
}

/** The hash over a chain of authorities, the lowest first. */
export function certifiers(chain: Chain | readonly Chain[number][], hash: string): Uint8Array {
  const digest = createHash(hash);
  for (const { raw } of chain) digest.update(raw);
  return digest.digest();
}
