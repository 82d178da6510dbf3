import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { verifySignature } from '@argosy/protocol/crypto';
import { FabricMSPConfig } from '@argosy/protocol/messages/msp';
import { MSPPrincipal } from '@argosy/protocol/messages/policies';
import { Msp } from '@argosy/protocol/msp';
import type { MspVersion } from '@argosy/protocol/msp';
import { MspManager } from '@argosy/protocol/msp-manager';
import { decode } from '@argosy/protocol/wire';

interface RecordedIdentity {
  readonly identity: string;
  readonly message: string;
  readonly signature: string;
  readonly expected: {
    /** Empty: it could not be read. */
    readonly id: string;
    readonly valid: boolean;
    readonly verified: boolean;
    /** Per principal 0 or 1. */
    readonly satisfied: string;
  };
}
interface RecordedCase {
  readonly version: MspVersion;
  readonly config: string;
  /** The end of what was said when the configuration was refused. */
  readonly refused?: string;
  readonly principals?: readonly string[];
  readonly identities: readonly RecordedIdentity[];
}

const file = join(import.meta.dirname, '../../fixtures/msp/vectors.json.gz');
const { cases } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
  cases: readonly RecordedCase[];
};
const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64');

const setUp = ({ config, version }: RecordedCase): Msp =>
  new Msp(decode(FabricMSPConfig, bytes(config)), { version });

describe("what Fabric's own MSP said of odd certificates", () => {
  const refused = cases.filter((one) => one.refused !== undefined);
  const accepted = cases.filter((one) => one.refused === undefined);

  test('enough was recorded', () => {
    const recorded = accepted.flatMap(({ identities }) => identities);
    expect([refused.length > 90, accepted.length > 80, recorded.length > 190]).toEqual([
      true,
      true,
      true,
    ]);
    expect(new Set(accepted.map(({ version }) => version)).size).toBe(5);
  });

  test.each(refused.map((one, i) => [i, one.refused, one] as const))(
    'configuration %i is refused (%s)',
    (_, __, one) => {
      expect(() => setUp(one)).toThrow(/^MSP Org1MSP: /);
    },
  );

  test.each(accepted.map((one, i) => [i, one.version, one] as const))(
    'configuration %i at version %s judges each identity alike',
    (_, __, one) => {
      const manager = new MspManager([setUp(one)]);
      const principals = one.principals?.map((it) => decode(MSPPrincipal, bytes(it))) ?? [];
      const found = one.identities.map(({ identity: serialized, message, signature }) => {
        const identity = manager.identity(bytes(serialized));
        if (identity === undefined) return { id: '', valid: false, verified: false, satisfied: '' };
        return {
          id: identity.id,
          valid: identity.validity.valid,
          verified: verifySignature(identity.publicKey, bytes(message), bytes(signature)),
          satisfied: principals.map((it) => Number(manager.satisfies(identity, it))).join(''),
        };
      });
      expect(found).toEqual(one.identities.map(({ expected }) => expected));
    },
  );
});
