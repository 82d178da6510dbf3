import type { ChaincodeStub } from 'fabric-shim';
import type { Chaincode } from '../../../chaincode/contracts/src/fabric-chaincode.js';
import type { Replica } from './replica.js';

const asked = [
  'getState',
  'getStateValidationParameter',
  'getPrivateData',
  'getPrivateDataHash',
] as const;

const kinds: Readonly<Record<Replica['bytes'], (bytes: Uint8Array) => Uint8Array>> = {
  buffers: (bytes) => bytes,
  plain: (bytes) => new Uint8Array(bytes),
  parts: (bytes) => {
    const around = Buffer.alloc(bytes.length + 16, '"');
    around.set(bytes, 8);
    return around.subarray(8, 8 + bytes.length);
  },
};

/** A chaincode whose peer answers with other kinds of bytes, and every other time later than it could. */
export function givenDifferently(chaincode: Chaincode, { bytes, isOvertaken }: Replica): Chaincode {
  const invoke: Chaincode['Invoke'] = (stub) => {
    let answers = 0;
    for (const name of asked) {
      const ask: (...args: string[]) => Promise<Uint8Array | undefined> = stub[name].bind(stub);
      const answer = async (...args: string[]) => {
        answers += 1;
        const isLate = isOvertaken && answers % 2 === 1;
        const given = await ask(...args);
        if (isLate) await later();
        return given === undefined ? undefined : kinds[bytes](given);
      };
      Object.assign(stub, { [name]: answer });
    }
    return chaincode.Invoke(withTransient(stub, kinds[bytes]));
  };
  return { Init: invoke, Invoke: invoke };
}

function withTransient(
  stub: ChaincodeStub,
  kind: (bytes: Uint8Array) => Uint8Array,
): ChaincodeStub {
  const sent = stub.getTransient();
  const getTransient = () => new Map([...sent].map(([name, value]) => [name, kind(value)]));
  return Object.assign(stub, { getTransient });
}

async function later(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
