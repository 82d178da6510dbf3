import type { webcrypto } from 'node:crypto';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Fabric refuses a P-256 signature whose second number is in the upper half, and takes its negative. */
export function toLowS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  if (s <= order / 2n) return signature;
  const low = (order - s).toString(16).padStart(64, '0');
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(low, 'hex')]);
}

/** The same cryptography with signatures that Fabric takes. */
export function withLowS(crypto: webcrypto.Crypto): webcrypto.Crypto {
  const { subtle } = crypto;
  const sign: webcrypto.SubtleCrypto['sign'] = async (...call) => {
    const signature = toLowS(new Uint8Array(await subtle.sign(...call)));
    return Uint8Array.from(signature).buffer;
  };
  return replacing(crypto, 'subtle', replacing(subtle, 'sign', sign));
}

/** An object with one member replaced; the others still find their own object. */
function replacing<T extends object, K extends keyof T>(object: T, name: K, member: T[K]): T {
  return new Proxy(object, {
    get(target, key) {
      if (key === name) return member;
      const own: unknown = Reflect.get(target, key, target);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}
