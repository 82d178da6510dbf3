import 'reflect-metadata';
import { KeyObject, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { writeSubject } from './go-names.js';
import { algorithm, sign } from './issue.js';
import type { Authority } from './issue.js';
import { makePrivateFolder, writePrivateFile } from './private-files.js';
import type { Surroundings } from './surroundings.js';

const minute = 60_000;
/** As Fabric CA's own root: fifteen years. */
const lifetime = 131_400 * 60 * minute;

export type AuthorityName = { readonly commonName: string; readonly organisation: string };

/** A new root: it may certify, revoke, and have authorities directly below it. */
export async function makeAuthority(
  { commonName, organisation }: AuthorityName,
  surroundings: Surroundings,
): Promise<Authority> {
  const usages = ['sign', 'verify'] as const;
  const keys = await surroundings.crypto.subtle.generateKey(algorithm, true, usages);
  const subject = writeSubject({ commonName, organisation: [organisation] });
  const flags = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign;
  const certificate = await sign(keys.privateKey, surroundings, {
    subject,
    issuer: subject,
    publicKey: keys.publicKey,
    // Clocks differ a little; a certificate from the future is refused.
    notBefore: new Date(surroundings.now() - 5 * minute),
    notAfter: new Date(surroundings.now() + lifetime),
    extensions: [
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- Flags are combined by OR, which makes a number.
      new x509.KeyUsagesExtension(flags, true),
      new x509.BasicConstraintsExtension(true, 1, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, key: keys.privateKey };
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
  if (existsSync(files.certificate)) return readAuthority(files, surroundings);
  if (existsSync(join(folder, 'registry.log')))
    throw new Error(`${files.certificate} is missing. Restore it, or remove the CA's folder.`);
  const made = await makeAuthority(name, surroundings);
  // The key first: a certificate that is there always has its key.
  const key = KeyObject.from(made.key).export({ type: 'pkcs8', format: 'pem' });
  writePrivateFile(files.key, key.toString());
  writePrivateFile(files.certificate, pemOf(made.certificate));
  return made;
}

async function readAuthority(
  files: { readonly certificate: string; readonly key: string },
  { crypto }: Surroundings,
): Promise<Authority> {
  const certificate = new x509.X509Certificate(readFileSync(files.certificate, 'utf8'));
  const key = createPrivateKey(readFileSync(files.key)).export({ type: 'pkcs8', format: 'der' });
  return {
    certificate,
    key: await crypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']),
  };
}

/** A certificate in PEM, its last line ended. */
export const pemOf = (certificate: x509.X509Certificate): string =>
  `${certificate.toString('pem')}\n`;
