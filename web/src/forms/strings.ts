/** Strings of form fields. */
export const text = {
  /** The API's rules are predicates: “must be …”, “is missing”. */
  fieldError: (label: string, rule: string) => `${label} ${rule}.`,
  optional: 'optional',
} as const;
