import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { newSecret } from '../secret.js';

const text = z.string().min(1);

const keptSchema = z.strictObject({
  /** The private key with which tokens are signed, ES256. */
  signing: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: text,
    y: text,
    d: text,
    kid: text,
    alg: z.literal('ES256'),
    use: z.literal('sig'),
  }),
  /** What cookies are signed with. */
  cookies: text,
});

/** The keys of a sandbox's issuer. */
export type KeptKeys = Readonly<z.infer<typeof keptSchema>>;

/** The keys in a file that this user alone may read, made at first use: what was signed before a restart stays good.
 *  Refuses: a file that holds something else. */
export function keptKeys(file: string): KeptKeys {
  if (!existsSync(file)) writeKeys(file, newKeys());
  const kept = keptSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (kept.success) return kept.data;
  throw new Error(
    `${file} does not hold an issuer's keys; remove it, and everybody signs in anew.`,
  );
}

function newKeys(): KeptKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomUUID(),
    alg: 'ES256',
    use: 'sig',
  };
  return keptSchema.parse({ signing: key, cookies: newSecret() });
}

function writeKeys(file: string, keys: KeptKeys): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600, flush: true });
  renameSync(draft, file);
}
