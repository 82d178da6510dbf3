import { affiliationBody, readBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { describeIdentity, removal } from './identities.js';
import { readFlag } from './query.js';
import type { Changes, Identity } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { mergeAttributes } from './registration.js';
import { isRegistrar, requireAffiliation, requireRegistrar, requireRole } from './rights.js';
import { authenticateToken } from './token.js';

/** RFC 5280's reason for the certificates of identities whose affiliation is removed. */
const affiliationChanged = 3;

/** Every affiliation that the caller may see, as a tree. */
export function listAffiliations(ca: Ca, call: Call): unknown {
  const caller = authenticateManager(ca, call);
  const names = ca.registry.affiliationsWithin(caller.affiliation);
  const [first, ...more] = treeOf(names, '');
  if (first === undefined) {
    const why = 'No affiliations are configured on the CA';
    throw new CaRefusal(404, 'affiliationNotFound', why);
  }
  const root = more.length === 0 ? first : { name: '', affiliations: [first, ...more] };
  return { ...root, caname: ca.name };
}

export function getAffiliation(ca: Ca, call: Call): unknown {
  const caller = authenticateManager(ca, call);
  requireAffiliation(caller, call.subject);
  requirePresent(ca, call.subject);
  return describe(ca, ca.registry.affiliationsWithin(call.subject), call.subject, []);
}

/** Add an affiliation; with `force` also those above it that are missing. */
export function addAffiliation(ca: Ca, call: Call): unknown {
  const caller = authenticateManager(ca, call);
  const { name } = readBody(affiliationBody, call);
  if (ca.registry.hasAffiliation(name))
    throw new CaRefusal(409, 'addAffiliation', 'Affiliation already exists');
  requireAffiliation(caller, name);
  const above = ancestorsOf(name);
  const parent = above.at(-1);
  if (!readFlag(call.query, 'force') && parent !== undefined) requirePresent(ca, parent);
  const missing = [...above, name].filter((it) => !ca.registry.hasAffiliation(it));
  ca.registry.commit(missing.map((it) => ({ kind: 'affiliation', name: it })));
  return { name, caname: ca.name };
}

/** Rename an affiliation and all below it; with `force` also where identities have it. */
export function renameAffiliation(ca: Ca, call: Call): unknown {
  const caller = authenticateManager(ca, call);
  const { name } = readBody(affiliationBody, call);
  const old = call.subject;
  requireAffiliation(caller, old);
  requireAffiliation(caller, name);
  const force = readFlag(call.query, 'force', 'addAffiliation');
  requireRegistrar(caller);
  requirePresent(ca, old);
  if (ca.registry.hasAffiliation(name)) {
    const why = `Affiliation '${name}' already exists`;
    throw new CaRefusal(409, 'modifyAffiliation', why);
  }
  const moved = movedIdentities(ca, { old, name, force });
  const affiliations = ca.registry.affiliationsWithin(old);
  const renamed = affiliations.map((it) => name + it.slice(old.length));
  ca.registry.commit([
    ...affiliations.map((it) => ({ kind: 'affiliationRemoved' as const, name: it })),
    ...renamed.map((it) => ({ kind: 'affiliation' as const, name: it })),
    ...moved.map((record) => ({ kind: 'identity' as const, record })),
  ]);
  return describe(ca, renamed, name, moved);
}

type Renaming = { readonly old: string; readonly name: string; readonly force: boolean };

function movedIdentities(ca: Ca, { old, name, force }: Renaming): Identity[] {
  const affected = ca.registry.identitiesWithin(old);
  if (affected.length > 0 && !force) {
    const names = affected.map(({ id }) => id).join(',');
    const why = `The request to modify affiliation '${old}' has the following identities associated: ${names}. Need to use 'force' to remove identities and affiliation`;
    throw new CaRefusal(400, 'modifyAffiliation', why);
  }
  return affected.map((identity) => {
    const affiliation = name + identity.affiliation.slice(old.length);
    // As Fabric CA does it, the attribute is from now on only in certificates that ask for it.
    const attribute = { name: 'hf.Affiliation', value: affiliation, ecert: false };
    const attributes = mergeAttributes(identity.attributes, [attribute]);
    return { ...identity, affiliation, attributes };
  });
}

/** Remove an affiliation; with `force` also those below it and the identities that have one of them. */
export function removeAffiliation(ca: Ca, call: Call): unknown {
  const caller = authenticateManager(ca, call);
  const name = call.subject;
  if (!ca.settings.allowsAffiliationRemoval || caller.affiliation === name) throw notAuthorised();
  requireAffiliation(caller, name);
  const force = readFlag(call.query, 'force');
  requireRegistrar(caller);
  requirePresent(ca, name);
  const identities = ca.registry.identitiesWithin(name);
  if (identities.length > 0 && !mayRemoveIdentities(ca, caller, force)) throw notAuthorised();
  const affiliations = ca.registry.affiliationsWithin(name);
  if (affiliations.length > 1 && !force) throw notAuthorised();
  ca.registry.commit([
    ...identities.flatMap((it): Changes => removal(ca, it, affiliationChanged)),
    ...affiliations.map((it) => ({ kind: 'affiliationRemoved' as const, name: it })),
  ]);
  return describe(ca, affiliations, name, identities);
}

const mayRemoveIdentities = ({ settings }: Ca, caller: Identity, force: boolean): boolean =>
  isRegistrar(caller) && settings.allowsIdentityRemoval && force;

function authenticateManager(ca: Ca, call: Call): Identity {
  const { identity } = authenticateToken(ca, call);
  requireRole(identity, 'hf.AffiliationMgr');
  return identity;
}

function requirePresent(ca: Ca, name: string): void {
  if (ca.registry.hasAffiliation(name)) return;
  const why = 'Failed to get affiliation: sql: no rows in result set';
  throw new CaRefusal(404, 'notInDatabase', why);
}

function ancestorsOf(name: string): string[] {
  const parts = name.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

type Node = {
  readonly name: string;
  readonly affiliations?: readonly Node[];
  readonly identities?: readonly unknown[];
};

/** The affiliations directly below a name, each with its own; those between that are missing are made up. */
function treeOf(
  names: readonly string[],
  parent: string,
  identities: readonly Identity[] = [],
): Node[] {
  const depth = parent === '' ? 1 : parent.split('.').length + 1;
  const below = names.filter((it) => parent === '' || it.startsWith(`${parent}.`));
  const children = new Set(below.map((it) => it.split('.').slice(0, depth).join('.')));
  return [...children].map((name) => nodeOf(names, name, identities));
}

function nodeOf(names: readonly string[], name: string, identities: readonly Identity[]): Node {
  const affiliations = treeOf(names, name, identities);
  const own = identities.filter((it) => it.affiliation === name).map(describeIdentity);
  return {
    name,
    ...(affiliations.length === 0 ? {} : { affiliations }),
    ...(own.length === 0 ? {} : { identities: own }),
  };
}

const describe = (
  ca: Ca,
  names: readonly string[],
  root: string,
  identities: readonly Identity[],
): unknown => ({ ...nodeOf(names, root, identities), caname: ca.name });
