/** Signs out when nobody has used the page for a while, after asking whether anybody is there. */
import type { ReactNode } from 'react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { IdleWatch } from '../session/idle-watch.ts';
import { watchIdleness } from '../session/idle-watch.ts';

const IdleDialog = lazy(() => import('./idle-dialog.tsx'));
const WARN_FOR_MS = 60_000;

export interface IdleGuardProps {
  readonly timeoutSeconds: number;
  readonly onIdle: () => void;
  readonly onSeen: (atMs: number) => void;
}

export function IdleGuard({ timeoutSeconds, onIdle, onSeen }: IdleGuardProps): ReactNode {
  const [endsAtMs, setEndsAtMs] = useState<number>();
  const watch = useRef<IdleWatch>(undefined);
  const end = useRef(onIdle);
  end.current = onIdle;
  useEffect(() => {
    const started = watchIdleness({
      target: window,
      timeoutMs: timeoutSeconds * 1_000,
      warnForMs: WARN_FOR_MS,
      onWarning: setEndsAtMs,
      onIdle: () => end.current(),
      onSeen,
    });
    watch.current = started;
    return started.stop;
  }, [timeoutSeconds, onSeen]);
  return (
    endsAtMs !== undefined && (
      <Suspense fallback={null}>
        <IdleDialog endsAtMs={endsAtMs} onStay={() => watch.current?.stay()} onSignOut={onIdle} />
      </Suspense>
    )
  );
}
