import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Certificate } from '@argosy/protocol/msp/certificate';
import { firstPemBlock } from '@argosy/protocol/pem';
import { writeSubject } from './go-names.js';
import { constraints, sign, subjectKeyIdentifier, usageExtensions } from './issue.js';
import type { Authority } from './issue.js';
import { makePrivateFolder, writePrivateFile } from './private-files.js';
import type { Surroundings } from './surroundings.js';

const minute = 60_000;
/** As Fabric CA's own root: fifteen years. */
const lifetime = 131_400 * 60 * minute;

export type AuthorityName = { readonly commonName: string; readonly organisation: string };

/** A new root: it may certify, revoke, and have authorities directly below it. */
export function makeAuthority(
  { commonName, organisation }: AuthorityName,
  surroundings: Surroundings,
): Authority {
  const keys = surroundings.makeKeys();
  const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' });
  const subject = writeSubject({ commonName, organisation: [organisation] });
  const { der } = sign(keys.privateKey, surroundings, {
    subject,
    issuer: subject,
    publicKey,
    // Clocks differ a little; a certificate from the future is refused.
    notBefore: new Date(surroundings.now() - 5 * minute),
    notAfter: new Date(surroundings.now() + lifetime),
    extensions: [
      ...usageExtensions(['keyCertSign', 'cRLSign']),
      constraints({ isAuthority: true, pathLength: 1 }),
      subjectKeyIdentifier(publicKey),
    ],
  });
  return { certificate: new Certificate(der), key: keys.privateKey };
}

/** The authority in a folder, made there when the folder is new.
 *  Throws where the folder has lost its certificate or key but holds what they signed. */
export async function openAuthority(
  folder: string,
  name: AuthorityName,
  surroundings: Surroundings,
): Promise<Authority> {
  makePrivateFolder(folder);
  const files = { certificate: join(folder, 'ca-cert.pem'), key: join(folder, 'ca-key.pem') };
  if (existsSync(files.certificate)) return readAuthority(files);
  if (existsSync(join(folder, 'registry.log')))
    throw new Error(`${files.certificate} is missing. Restore it, or remove the CA's folder.`);
  const made = makeAuthority(name, surroundings);
  // The key first: a certificate that is there always has its key.
  await writePrivateFile(files.key, made.key.export({ type: 'pkcs8', format: 'pem' }).toString());
  await writePrivateFile(files.certificate, made.certificate.toString());
  return made;
}

function readAuthority(files: { readonly certificate: string; readonly key: string }): Authority {
  const block = firstPemBlock(readFileSync(files.certificate));
  if (block === undefined) throw new Error(`There is no certificate in ${files.certificate}.`);
  return {
    certificate: new Certificate(block),
    key: createPrivateKey(readFileSync(files.key)),
  };
}
