import { StatusCode } from '@hyperledger/fabric-gateway';

const names = new Map<number, string>(
  Object.entries(StatusCode).map(([name, code]) => [code, name]),
);

/** Fabric's name of a transaction's validation code. */
export function validationCodeName(code: number): string {
  return names.get(code) ?? `CODE_${code}`;
}
