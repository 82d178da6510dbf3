import { readBoolean, readList } from './go-values.js';
import { attributeOf } from './records.js';
import type { Identity } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { isWithin } from './registry.js';

/** Refuse a caller who is no registrar. Returns the types that the registrar may manage, as written. */
export function requireRegistrar(caller: Identity): string {
  const roles = attributeOf(caller, 'hf.Registrar.Roles') ?? '';
  if (roles === '') throw notAuthorised();
  return roles;
}

export const isRegistrar = (caller: Identity): boolean =>
  (attributeOf(caller, 'hf.Registrar.Roles') ?? '') !== '';

/** Refuse a caller who may not manage identities of this type. */
export function requireType(caller: Identity, type: string): void {
  const roles = requireRegistrar(caller);
  if (readList(roles).includes('*')) return;
  const wanted = (type === '' ? 'client' : type).toLowerCase();
  if (!roles.split(',').some((role) => role.toLowerCase() === wanted)) throw notAuthorised();
}

/** Refuse a caller whose affiliation is neither this one nor above it. */
export function requireAffiliation(caller: Identity, affiliation: string): void {
  if (!isWithin(affiliation, caller.affiliation)) throw notAuthorised();
}

/** Refuse a caller who may not manage this identity, by its affiliation or its type. */
export function requireManagement(caller: Identity, managed: Identity): void {
  requireAffiliation(caller, managed.affiliation);
  requireType(caller, managed.type);
}

/** Refuse a caller whose attribute of this name is missing or false; an unreadable one is an error of its own. */
export function requireRole(caller: Identity, name: string): void {
  const value = attributeOf(caller, name);
  if (value === undefined) throw notAuthorised();
  const holds = readBoolean(value);
  if (holds === undefined) {
    const why = `Failed to get boolean value of '${name}': '${value}'`;
    throw new CaRefusal(400, 'invalidBooleanAttribute', why);
  }
  if (!holds) throw notAuthorised();
}

/** Whether an identity's attribute is true. */
export const isTrue = (identity: Identity, name: string): boolean =>
  readBoolean(attributeOf(identity, name) ?? '') === true;
