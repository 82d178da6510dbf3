import type { Certificate } from './certificate.js';
import { permits } from './names-permitted.js';

/** Whether each certificate of a chain names only what the authorities above it may certify. */
export function namesAllowed(chain: readonly Certificate[]): boolean {
  return chain.every(({ extensions: { alternativeNames: names } }, i) =>
    chain
      .slice(i + 1)
      .every(({ extensions: { nameConstraints } }) =>
        names === undefined || nameConstraints === undefined
          ? true
          : permits(nameConstraints, names),
      ),
  );
}

/** Constraints on names are about alternative names: a host that only the common name gives would escape them. */
export function hidesHost([certificate, ...authorities]: readonly Certificate[]): boolean {
  if (certificate === undefined || certificate.extensions.alternativeNames !== undefined)
    return false;
  const constrained = authorities.some((one) => one.extensions.nameConstraints !== undefined);
  return constrained && isHostName(certificate.subjectName.commonName);
}

function isHostName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  return labels.every((label, i) =>
    i === 0 && label === '*' ? true : /^[a-zA-Z0-9_:][a-zA-Z0-9_:-]*$/.test(label),
  );
}
