/*
 * The policies of keys, as the bytes of Fabric's SignaturePolicyEnvelope. The shim's own builder makes an object of each part, which
 * takes longer than the rest of guarding a key; a test compares its bytes with these.
 */

/** Signed by one of nobody: no endorsement meets it. */
export const nobodysPolicy = ruleOf(1, []);

const peerRole = [0x10, 0x03];

/** Signed by the peers of all these members. By role PEER: by membership, a client's signature would do. */
export function peersPolicy(msps: readonly string[]): Buffer {
  const principals = msps.map((msp) => {
    const role = [...field(1, Buffer.from(msp)), ...peerRole];
    return field(3, field(2, role));
  });
  const signatures = msps.map((_, index) => field(2, [0x08, index]));
  return Buffer.from([...ruleOf(msps.length, signatures), ...principals.flat()]);
}

/** So many of these signatures. */
function ruleOf(count: number, signatures: readonly (readonly number[])[]): Buffer {
  return Buffer.from(field(2, field(2, [0x08, count, ...signatures.flat()])));
}

function field(number: number, bytes: readonly number[] | Buffer): readonly number[] {
  // A member's identifier has 64 characters at most, and a record ten guards, so that one byte of length is enough.
  if (bytes.length > 127) throw new RangeError(`${bytes.length} bytes of a policy's part`);
  return [number * 8 + 2, bytes.length, ...bytes];
}
