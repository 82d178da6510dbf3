import type { CaKind } from './ca-under-test.js';
import { developmentCa } from './development-ca.js';
import { fabricCa } from './fabric-ca.js';

const folder = process.env['FABRIC_CA_BIN'] ?? '';

/** The CAs that the suite runs on here: Fabric CA where FABRIC_CA_BIN names the folder with its program. */
export const caKinds: readonly CaKind[] =
  folder === '' ? [developmentCa] : [developmentCa, fabricCa(folder)];
