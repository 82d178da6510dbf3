import { StatusCode } from '@hyperledger/fabric-gateway';

const names = new Map(Object.entries(StatusCode).map(([name, code]) => [Number(code), name]));

/** Fabric's name of a transaction's validation code. */
export function validationCodeName(code: number): string {
  return names.get(code) ?? `CODE_${code}`;
}
