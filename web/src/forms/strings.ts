/** The words of a field of a form. */
export const text = {
  /** The API's rules are predicates: “must be …”, “is missing”. */
  fieldError: (label: string, rule: string) => `${label} ${rule}.`,
  optional: 'optional',
} as const;
