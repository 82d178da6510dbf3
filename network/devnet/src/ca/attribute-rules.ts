import { readBoolean, readList } from './go-values.js';
import { attributeOf } from './records.js';
import type { Attribute, Identity } from './records.js';

const roles = 'hf.Registrar.Roles';
const delegateRoles = 'hf.Registrar.DelegateRoles';
const registrarAttributes = 'hf.Registrar.Attributes';

/** The reserved attributes that an identity may be given, only by one that has them itself. */
const booleans = new Set(['hf.Revoker', 'hf.IntermediateCA', 'hf.GenCRL', 'hf.AffiliationMgr']);
const lists = new Set([roles, delegateRoles, registrarAttributes]);

export type AttributeRequest = {
  readonly attributes: readonly Attribute[];
  readonly registrar: Identity;
  /** The identity whose attributes are changed; none where a new one is registered. */
  readonly identity?: Identity | undefined;
};

/** Whether a registrar may give an identity all of these attributes. */
export const mayGiveAttributes = (request: AttributeRequest): boolean =>
  request.attributes.every((attribute) => mayGive(attribute, request));

function mayGive(attribute: Attribute, request: AttributeRequest): boolean {
  const allowed = attributeOf(request.registrar, registrarAttributes) ?? '';
  if (allowed === '' || !isListed(attribute.name, readList(allowed))) return false;
  if (!booleans.has(attribute.name) && !lists.has(attribute.name))
    // The other reserved names, hf.EnrollmentID, hf.Type and hf.Affiliation among them, are the CA's own.
    return !attribute.name.startsWith('hf.');
  const owned = attributeOf(request.registrar, attribute.name);
  if (owned === undefined) return false;
  return booleans.has(attribute.name)
    ? mayGiveBoolean(attribute.value, owned)
    : mayGiveList(attribute, owned, request);
}

/** A list of names in which `a.*` stands for every name that begins so. */
const isListed = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((it) => (it.endsWith('*') ? name.startsWith(it.replace(/\*+$/, '')) : it === name));

/** The empty value takes an attribute away. */
const mayGiveBoolean = (value: string, owned: string): boolean =>
  readBoolean(owned) === true && (value === '' || readBoolean(value) !== undefined);

function mayGiveList(
  { name, value }: Attribute,
  owned: string,
  request: AttributeRequest,
): boolean {
  if (value === '') return true;
  if (name === registrarAttributes) return mayGiveRegistrarAttributes(value, owned, request);
  if (!readList(owned).includes('*') && !isSubset(value, owned)) return false;
  return name !== delegateRoles || mayDelegate(value, request);
}

/** Nobody may be allowed to give a reserved attribute that they do not have. */
function mayGiveRegistrarAttributes(
  value: string,
  owned: string,
  { attributes, identity }: AttributeRequest,
): boolean {
  return readList(value).every((name) => {
    if (!isListed(name, readList(owned))) return false;
    if (!name.startsWith('hf.') || attributes.some((it) => it.name === name)) return true;
    return identity !== undefined && attributeOf(identity, name) !== undefined;
  });
}

/** Who delegates roles has them. */
function mayDelegate(value: string, { attributes, identity }: AttributeRequest): boolean {
  const asked = attributes.find((it) => it.name === roles)?.value ?? '';
  const held = identity === undefined ? '' : (attributeOf(identity, roles) ?? '');
  const own = asked === '' ? held : asked;
  return readList(own).includes('*') || isSubset(value, own);
}

function isSubset(small: string, big: string): boolean {
  const all = big.toLowerCase().split(',');
  return small
    .toLowerCase()
    .split(',')
    .every((it) => it === '' || all.includes(it));
}
