import { startDevelopmentCa } from '@argosy/devnet/ca/development-ca';
import { affiliations, configured } from './ca-under-test.js';
import type { CaKind } from './ca-under-test.js';

const bootstrap = { id: 'admin', secret: 'adminpw' };

/** The CA of the development network, with a clock that the suite turns. */
export const developmentCa: CaKind = {
  name: 'the development CA',
  async start(configuration) {
    let ahead = 0;
    const isOpen = configuration === 'open';
    const ca = await startDevelopmentCa({
      name: 'ca.bank.example',
      organisation: 'bank.example',
      bootstrap,
      identities: { enrolment: [configured] },
      tls: true,
      settings: {
        affiliations,
        allowsIdentityRemoval: isOpen,
        allowsAffiliationRemoval: isOpen,
        allowsLegacyTokens: isOpen,
        ...(isOpen ? {} : { maxEnrolments: 2, passwordAttempts: 3 }),
        profiles: {
          brief: { usages: ['digitalSignature'], lifetimeSeconds: 1, isAuthority: false },
        },
      },
      surroundings: { now: () => Date.now() + ahead },
    });
    return {
      connection: { url: ca.url, rootsPem: ca.tlsChainPem },
      bootstrap,
      pass: async (time) => {
        ahead = Math.max(ahead, time.getTime() + 1000 - Date.now());
      },
      stop: () => ca.close(),
    };
  },
};
