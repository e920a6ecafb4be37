/** The icons of states, apart from those of other services, which the console has no use for. */

export const STEP_ICONS = {
  // A program between brackets.
  function: 'M8 4 3.5 12 8 20M16 4l4.5 8L16 20M13.5 7l-3 10',
  // Rows of a table.
  table: 'M4 5h16v14H4zM4 9.7h16M4 14.3h16M9.5 5v14',
  // An answer.
  answer: 'M4 5h16v11h-8l-4.5 4v-4H4zM8 9h8M8 12h5',
} as const;
