import { Info, TriangleAlert, X } from 'lucide-react';
import { Button } from '../controls/button.tsx';
import { dismissProblem } from '../store/problems.ts';
import { useUi } from '../store/ui-store.ts';

/** Problems of Loopscope itself, and notes that something does not exist, until they are dismissed or the user asks for something else. */
export function Problems() {
  const problems = useUi((state) => state.problems);
  return (
    <div role="alert">
      {problems.map(({ key, title, detail, action, isNote }) => (
        <div key={key} className={`problem ${isNote ? 'problem-calm' : ''}`}>
          {isNote ? <Info className="icon" aria-hidden /> : <TriangleAlert className="icon" aria-hidden />}
          <p className="problem-text selectable">
            <span className="problem-title">{title}</span>
            <span className="problem-detail">{detail}</span> <span className="problem-action">{action}</span>
          </p>
          <Button icon={X} aria-label="Dismiss" title="Dismiss" onClick={() => dismissProblem(key)} />
        </div>
      ))}
    </div>
  );
}
