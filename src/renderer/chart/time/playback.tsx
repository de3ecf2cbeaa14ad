import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { CommandButton } from '../../commands/command-button.tsx';
import { playSpeed, SPEEDS } from '../../store/playhead.ts';
import { useUi } from '../../store/ui-store.ts';

/** The buttons that step and play the playhead; while there is one, also its speed. */
export function Playback() {
  const playing = useUi((state) => state.playing);
  const shown = useUi(({ playhead }) => playhead !== null);
  return (
    <fieldset className="playback" aria-label="Playhead">
      {shown && <Speed />}
      <CommandButton id="step-back" icon={StepBack} />
      <CommandButton id="play" icon={playing ? Pause : Play} aria-label={playing ? 'Stop playing' : 'Play'} />
      <CommandButton id="step-forward" icon={StepForward} />
    </fieldset>
  );
}

function Speed() {
  const chosen = useUi((state) => state.speed);
  const endNs = useUi(({ status }) => status?.endNs ?? 0);
  return (
    <select
      className="field field-speed"
      aria-label="Speed"
      title="How fast it plays"
      value={playSpeed(chosen, endNs)}
      onChange={({ target }) => useUi.setState({ speed: Number(target.value) })}
    >
      {SPEEDS.map((speed) => (
        <option key={speed} value={speed}>
          {speed < 0.1 ? `1/${1 / speed}` : speed} ×
        </option>
      ))}
    </select>
  );
}
