import { encodePem } from '@argosy/protocol/pem';
import type { Ca } from './ca.js';
import { generalName } from './general-names.js';
import { issue } from './issue.js';
import type { ServerOptions } from './server.js';
import { defaultProfile } from './settings.js';
import type { Profile, Settings } from './settings.js';

/** A certificate for the CA's own listener, new at each start. */
export function certifyListener({
  authority,
  surroundings,
  settings,
}: Ca): NonNullable<ServerOptions['tls']> {
  const { publicKey, privateKey } = surroundings.makeKeys();
  const { notBefore, notAfter } = authority.certificate;
  const { der } = issue(
    authority,
    {
      subject: { commonName: 'localhost' },
      publicKey: publicKey.export({ type: 'spki', format: 'der' }),
      profile: tlsProfile(settings),
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      names: ['localhost', '127.0.0.1'].map(generalName),
    },
    surroundings,
  );
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificatePem: encodePem('CERTIFICATE', der), keyPem };
}

function tlsProfile({ profiles }: Settings): Profile {
  const profile = profiles['tls'] ?? profiles[defaultProfile];
  if (profile === undefined) throw new Error('The CA has no profile for TLS.');
  return profile;
}
