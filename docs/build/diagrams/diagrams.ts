/**
 * The diagrams in docs/diagrams: which there are, from which configuration each is made, and their SVG.
 *
 * Nothing is in them that the synthesised templates lack, and nothing in the templates is left out without a reason
 * (resource-rules.ts).
 */

import type { Plan } from '../../../workflows/picture/drawing/picture.ts';
import { Deployment } from './architecture/deployment.ts';
import { planArchitecture } from './architecture/plan-architecture.ts';
import type { Templates } from './architecture/template.ts';
import { compose } from './drawing/compose.ts';
import { drawSvg } from './drawing/draw-svg.ts';
import { DARK, LIGHT } from './drawing/theme.ts';
import { planStateMachine } from './state-machine/plan-state-machine.ts';

export const FOLDER = 'docs/diagrams';

/** The configurations that are drawn, by their names in test/support/deployments.ts. */
export type Drawn = 'default' | 'own domains';

interface Diagram {
  readonly name: string;
  readonly of: Drawn;
  readonly plan: (templates: Templates) => Plan;
}

const DIAGRAMS: readonly Diagram[] = [
  { name: 'architecture', of: 'default', plan: planArchitecture },
  { name: 'architecture-everything', of: 'own domains', plan: planArchitecture },
  { name: 'state-machine', of: 'default', plan: machineOf },
];

export interface DiagramFile {
  /** Without its ending. */
  readonly path: string;
  readonly light: string;
  readonly dark: string;
}

export const diagramsOf = (templates: Templates, drawn: Drawn): readonly DiagramFile[] =>
  DIAGRAMS.filter((diagram) => diagram.of === drawn).map(({ name, plan }) => {
    const picture = compose(plan(templates));
    return { path: `${FOLDER}/${name}`, light: drawSvg(picture, LIGHT), dark: drawSvg(picture, DARK) };
  });

function machineOf(templates: Templates): Plan {
  const { definition } = new Deployment(templates);
  if (!definition) {
    throw new Error('There is no state machine in the template');
  }
  return planStateMachine(definition);
}
