import { writeFileAtomically } from '../files.js';
import type { AuthorityKind, RunFolder } from '../run-folder.js';
import { certifyForTls, enrol, makeAuthority } from './certificate.js';
import type { Authority, Issued } from './certificate.js';
import type { IdentityPlan, MspPlan } from './plan.js';

/** Make every authority and identity of the plan in a folder. Answers when the first of them expires. */
export async function makeMaterial(plans: readonly MspPlan[], folder: RunFolder): Promise<Date> {
  const ends = await Promise.all(plans.map((plan) => makeMsp(plan, folder)));
  return new Date(Math.min(...ends.flat()));
}

async function makeMsp(plan: MspPlan, folder: RunFolder): Promise<number[]> {
  const authorities = new Map<AuthorityKind, Authority>();
  for (const kind of plan.authorities) {
    const authority = await makeAuthority(`${kind}.ca.${plan.domain}`, plan.domain);
    save(folder.authority(plan.msp, kind), authority);
    authorities.set(kind, authority);
  }
  const made = await Promise.all(
    plan.identities.map((it) => makeIdentity(it, authorities, folder)),
  );
  return made.flat().map(({ notAfter }) => notAfter.getTime());
}

async function makeIdentity(
  plan: IdentityPlan,
  authorities: ReadonlyMap<AuthorityKind, Authority>,
  folder: RunFolder,
): Promise<Issued[]> {
  const { commonName, enrolment, tlsFrom } = plan;
  const files = folder.identity(plan.msp, plan.name);
  const made: Issued[] = [];
  if (enrolment !== undefined) {
    const issued = await enrol(authorityOf(authorities, 'enrolment'), { commonName, ...enrolment });
    save(files, issued);
    made.push(issued);
  }
  if (tlsFrom !== undefined) {
    const issued = await certifyForTls(authorityOf(authorities, tlsFrom), commonName);
    save(files.tls, issued);
    made.push(issued);
  }
  return made;
}

function authorityOf(
  authorities: ReadonlyMap<AuthorityKind, Authority>,
  kind: AuthorityKind,
): Authority {
  const authority = authorities.get(kind);
  if (authority === undefined) throw new Error(`the plan has no ${kind} authority`);
  return authority;
}

function save(files: { readonly certificate: string; readonly key: string }, issued: Issued): void {
  writeFileAtomically(files.key, issued.keyPem);
  writeFileAtomically(files.certificate, issued.certificatePem);
}
