/** Which step's details are shown: the chosen one, else the one that was in trouble, unless that was closed. */
import { useEffect, useRef, useState } from 'react';

interface Choice {
  /** Null when the panel was closed. */
  readonly step: string | null;
  readonly focusCount: number;
}

export interface ChosenStep {
  readonly step: string | undefined;
  /** How often the panel was opened: it takes the focus each time. */
  readonly focusCount: number;
  readonly open: (step: string) => void;
  /** The focus goes back to what it was opened from. */
  readonly close: () => void;
}

/** A new `pathId` forgets the choice. */
export function useChosenStep(pathId: string | undefined, troubled: string | undefined): ChosenStep {
  const [choice, setChoice] = useState<Choice>();
  const opener = useRef<Element | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another execution begins without a choice
  useEffect(() => setChoice(undefined), [pathId]);
  return {
    step: choice === undefined ? troubled : (choice.step ?? undefined),
    focusCount: choice?.focusCount ?? 0,
    open: (step) => {
      opener.current = document.activeElement;
      setChoice((before) => ({ step, focusCount: (before?.focusCount ?? 0) + 1 }));
    },
    close: () => {
      setChoice({ step: null, focusCount: 0 });
      if (opener.current instanceof HTMLElement || opener.current instanceof SVGElement) {
        opener.current.focus({ preventScroll: true });
      }
    },
  };
}
