/** A configuration, or a change of it, that must not come into force. The message names the element, the rule and what to do. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused';
}
